package org.numakerbench.selftest.edit;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fields of the cloud's evidence that tell nothing of the device, each with the reason; what several ways tell. */
final class NeutralEvidence {
    /** By the last part of the field's path. */
    private static final Map<String, String> FIELDS = Map.of(
            "timestamp", "the service's clock",
            "ipAddress", "the address that the service saw, a router's as a rule",
            "versionNumber", "counts the service's own events of a client",
            "traceId", "a name that the service makes up for one request",
            "message", "the service's words beside the status");

    /** Told by an update's or a deletion's own answer, too. */
    private static final Set<String> REPEATED = Set.of("shadow-read", "shadow/update/delta", "shadow/update/documents");

    private NeutralEvidence() {}

    /** Each field with its reason, in one line. */
    static String words() {
        return new TreeMap<>(FIELDS)
                .entrySet().stream()
                        .map(it -> it.getKey() + " (" + it.getValue() + ")")
                        .collect(Collectors.joining(", "));
    }

    static boolean isNeutral(String field) {
        return FIELDS.containsKey(field.substring(field.lastIndexOf('.') + 1));
    }

    /** True for what confirms what is known otherwise: without it no claim is without evidence. */
    static boolean isRepeated(String entry) {
        return REPEATED.contains(entry);
    }
}
