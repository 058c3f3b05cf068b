package org.numakerbench.crosscheck.timeline;

import java.util.List;

/**
 * A subscription event of AWS IoT.
 *
 * @param subscribed true for {@code subscribed}, false for {@code unsubscribed}
 * @param principal certificate ID of the client; empty when not told
 * @param filters as the device sent them
 * @param session {@code sessionIdentifier} of the connection; empty when not told
 */
public record SubscriptionEvent(long seq, boolean subscribed, String principal, List<String> filters, String session) {
    public SubscriptionEvent {
        filters = List.copyOf(filters);
    }
}
