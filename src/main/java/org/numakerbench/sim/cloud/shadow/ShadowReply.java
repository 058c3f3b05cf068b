package org.numakerbench.sim.cloud.shadow;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the service answers to one shadow request. */
public sealed interface ShadowReply {
    /** The answer to the requester: the body of {@code accepted} or {@code rejected}. */
    ObjectNode body();

    /** The messages that subscribers get, in the order of publication. */
    List<Message> messages(ShadowName name);

    /** One message of the service. */
    record Message(String topic, ObjectNode body) {}

    /**
     * An accepted update.
     *
     * @param body {@code update/accepted}
     * @param delta {@code update/delta}, or null when desired and reported agree
     * @param documents {@code update/documents}
     */
    record Updated(ObjectNode body, @Nullable ObjectNode delta, ObjectNode documents) implements ShadowReply {
        @Override
        public List<Message> messages(ShadowName name) {
            Message accepted = new Message(name.topic("update/accepted"), body);
            Message both = new Message(name.topic("update/documents"), documents);
            return delta == null
                    ? List.of(accepted, both)
                    : List.of(accepted, new Message(name.topic("update/delta"), delta), both);
        }
    }

    /** An accepted get: the whole document. */
    record Got(ObjectNode body) implements ShadowReply {
        @Override
        public List<Message> messages(ShadowName name) {
            return List.of(new Message(name.topic("get/accepted"), body));
        }
    }

    /** An accepted delete; the body's version is that of the document deleted. */
    record Deleted(ObjectNode body) implements ShadowReply {
        @Override
        public List<Message> messages(ShadowName name) {
            return List.of(new Message(name.topic("delete/accepted"), body));
        }
    }

    /**
     * A refusal.
     *
     * @param operation what was asked
     * @param code the error code, also the HTTP status
     * @param message AWS's text
     * @param body {@code rejected}
     */
    record Rejected(ShadowName.Operation operation, int code, String message, ObjectNode body) implements ShadowReply {
        @Override
        public List<Message> messages(ShadowName name) {
            String verb = switch (operation) {
                case UPDATE -> "update";
                case GET -> "get";
                case DELETE -> "delete";
            };
            return List.of(new Message(name.topic(verb + "/rejected"), body));
        }
    }
}
