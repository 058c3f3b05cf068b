package org.numakerbench.web;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.web.DashboardOptions.Limits;
import org.numakerbench.web.auth.Addresses;

/**
 * Who holds a connection. Whoever connects is a stranger until a request of his was let in. Of strangers there are few, and
 * each new one takes the place of the oldest, of his own address first. However many come, each has a moment to say who he
 * is, and once he has, no stranger can take his place. Event loop only.
 */
final class Connections {
    /** Of them those who watch, the only ones whose requests last, are less than half. */
    static final int KNOWN = 512;

    /** What a stranger has in any case: a request that was sent at once has come by then. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    /** Strangers in that moment; a flood has no more of it. */
    private static final int CROWD = 4096;

    private static final AttributeKey<Held> HELD = AttributeKey.valueOf(Connections.class, "held");

    private static final class Held {
        final Channel channel;
        final String address;
        boolean known;
        /** Between the head of a request and the end of its answer. */
        boolean serving;

        final long openedNanos;
        long sinceNanos;

        Held(Channel channel, String address, long nowNanos) {
            this.channel = channel;
            this.address = address;
            this.openedNanos = nowNanos;
            this.sinceNanos = nowNanos;
        }
    }

    private final Limits limits;
    private final LongSupplier nanos;
    /** By address; each the oldest first. */
    private final Map<String, Set<Held>> strangers = new HashMap<>();
    /** Who was served longest ago first. */
    private final Set<Held> known = new LinkedHashSet<>();

    private int strange;

    /** @param nanos monotonic time */
    Connections(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** Somebody has connected and has said nothing yet. */
    void opened(Channel channel) {
        String address = channel.remoteAddress() instanceof InetSocketAddress it
                ? Addresses.network(it.getAddress().getHostAddress())
                : "";
        Held held = new Held(channel, address, nanos.getAsLong());
        Set<Held> same = strangers.computeIfAbsent(address, it -> new LinkedHashSet<>());
        same.add(held);
        strange++;
        channel.attr(HELD).set(held);
        channel.closeFuture().addListener(closed -> forget(held));
        if (strange > CROWD) {
            drop(oldest(largest()));
        }
    }

    private Set<Held> largest() {
        return Collections.max(strangers.values(), Comparator.comparingInt(Set::size));
    }

    private static Held oldest(Set<Held> some) {
        return some.iterator().next();
    }

    /** The head of a request has come. */
    void begun(HttpConnection connection) {
        Held held = find(connection);
        if (held != null) {
            held.serving = true;
            held.sinceNanos = nanos.getAsLong();
        }
    }

    /** Whoever sent the request that has begun is no stranger. */
    void letIn(HttpConnection connection) {
        Held held = find(connection);
        if (held == null || held.known) {
            return;
        }
        forget(held);
        held.known = true;
        known.add(held);
        if (known.size() > KNOWN) {
            drop(known.stream().filter(it -> !it.serving).findFirst().orElse(held));
        }
    }

    /** Its answer has ended. */
    void ended(HttpConnection connection) {
        Held held = find(connection);
        if (held != null) {
            held.serving = false;
            held.sinceNanos = nanos.getAsLong();
            if (held.known) {
                known.remove(held);
                known.add(held);
            }
        }
    }

    /** Ends those that are too many and those on which nothing whole has come in time; to be called several times a second. */
    void tidy() {
        long now = nanos.getAsLong();
        List.copyOf(strangers.values()).forEach(same -> trim(same, same.size() - limits.strangersOfAnAddress(), now));
        while (strange > Limits.MOST_STRANGERS && trim(largest(), 1, now)) {
            // The one with the most gives one each time.
        }
        Stream.concat(strangers.values().stream().flatMap(Set::stream), known.stream())
                .filter(it -> now - it.sinceNanos > mostNanos(it))
                .toList()
                .forEach(this::drop);
    }

    /** Drops the oldest of {@code some} that have had their moment, {@code count} at most; whether any was dropped. */
    private boolean trim(Set<Held> some, int count, long now) {
        List<Held> old = some.stream()
                .limit(Math.max(0, count))
                .filter(it -> now - it.openedNanos >= MOMENT.toNanos())
                .toList();
        old.forEach(this::drop);
        return !old.isEmpty();
    }

    private long mostNanos(Held held) {
        if (held.known) {
            return held.serving ? Long.MAX_VALUE : limits.idle().toNanos();
        }
        return (held.serving ? limits.idle() : limits.request()).toNanos();
    }

    /** How many there are, of both kinds. */
    int size() {
        return strange + known.size();
    }

    private static @Nullable Held find(HttpConnection connection) {
        return channel(connection).attr(HELD).get();
    }

    private void drop(Held held) {
        forget(held);
        cut(held.channel);
    }

    private void forget(Held held) {
        if (held.known) {
            known.remove(held);
            return;
        }
        Set<Held> same = strangers.get(held.address);
        if (same != null && same.remove(held)) {
            strange--;
            if (same.isEmpty()) {
                strangers.remove(held.address);
            }
        }
    }

    /** Closes at once. Closing as Vert.x does waits until all is sent, and who does not read could wait for ever. */
    static void cut(HttpConnection connection) {
        cut(channel(connection));
    }

    private static void cut(Channel channel) {
        channel.unsafe().close(channel.voidPromise());
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext().channel();
    }
}
