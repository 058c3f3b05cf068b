package org.numakerbench.sim.cloud.shadow;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A shadow at one version. Immutable by convention: an update makes a new one.
 *
 * @param desired null when there is none
 * @param reported null when there is none
 * @param version at least 1
 * @param bytes of desired and reported together as text, metadata not counted
 */
record ShadowDocument(@Nullable Section desired, @Nullable Section reported, long version, int bytes) {
    /** Desired and reported together, metadata not counted (General Reference, AWS IoT quotas). */
    static final int MAX_BYTES = 8 * 1024;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static ShadowDocument of(@Nullable Section desired, @Nullable Section reported, long version) {
        byte[] text = state(desired, reported).toString().getBytes(StandardCharsets.UTF_8);
        return new ShadowDocument(desired, reported, version, text.length);
    }

    /** The document after an update. */
    ShadowDocument merge(@Nullable ObjectNode patch, long nextVersion, long now) throws ShadowError {
        ShadowDocument next = patch == null
                ? of(null, null, nextVersion)
                : of(
                        merge(desired, patch.get("desired"), now),
                        merge(reported, patch.get("reported"), now),
                        nextVersion);
        if (next.bytes() > MAX_BYTES) {
            throw ShadowError.tooLarge();
        }
        return next;
    }

    private static @Nullable Section merge(@Nullable Section section, @Nullable JsonNode patch, long now) {
        if (patch == null) {
            return section;
        }
        if (!(patch instanceof ObjectNode object) || Section.isNothing(patch)) {
            return null;
        }
        Section merged = (section == null ? Section.empty() : section).merge(object, now);
        return merged.state().isEmpty() ? null : merged;
    }

    ObjectNode state() {
        return state(desired, reported);
    }

    private static ObjectNode state(@Nullable Section desired, @Nullable Section reported) {
        ObjectNode state = NODES.objectNode();
        if (desired != null) {
            state.set("desired", desired.state());
        }
        if (reported != null) {
            state.set("reported", reported.state());
        }
        return state;
    }

    ObjectNode metadata() {
        ObjectNode metadata = NODES.objectNode();
        if (desired != null) {
            metadata.set("desired", desired.metadata());
        }
        if (reported != null) {
            metadata.set("reported", reported.metadata());
        }
        return metadata;
    }

    /** What desired has and reported lacks, or null when they agree. */
    Section.@Nullable Difference delta() {
        if (desired == null) {
            return null;
        }
        Section.Difference difference =
                desired.differenceFrom(reported == null ? NODES.objectNode() : reported.state());
        return difference.state().isEmpty() ? null : difference;
    }

    /** As it stands in {@code update/documents}: without delta and time. */
    ObjectNode snapshot() {
        ObjectNode snapshot = NODES.objectNode();
        snapshot.set("state", state());
        snapshot.set("metadata", metadata());
        return snapshot.put("version", version);
    }
}
