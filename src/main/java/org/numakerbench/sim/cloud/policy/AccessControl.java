package org.numakerbench.sim.cloud.policy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each certificate may do. For one thread. */
public final class AccessControl {
    // Enough for every topic of a bench's connection; only bounds memory.
    private static final int REMEMBERED = 1024;

    private final Map<String, Grant> grants = new HashMap<>();
    private int generation;

    /**
     * Replaces what certificates may do; it counts from the next request on, for open connections too.
     *
     * @param byId by certificate ID; one that is not in it may do nothing
     */
    public void set(Map<String, Grant> byId) {
        grants.clear();
        grants.putAll(byId);
        generation++;
    }

    /** Replaces one certificate's policies. */
    public void set(String id, Grant grant) {
        grants.put(id, grant);
        generation++;
    }

    /** The permissions of an HTTPS client, which has no client ID. */
    public Permissions permissions(Principal principal) {
        return new Permissions(principal, principal.attributes());
    }

    /** The permissions of one MQTT connection. */
    public Permissions permissions(Principal principal, String clientId) {
        Map<String, List<String>> attributes = new HashMap<>(principal.attributes());
        attributes.put("iot:clientid", List.of(clientId));
        Grant grant = grants.get(principal.id());
        Optional<ThingFacts> thing =
                grant == null ? Optional.empty() : grant.things().of(clientId);
        attributes.put("iot:connection.thing.isattached", List.of(String.valueOf(thing.isPresent())));
        thing.ifPresent(it -> it.addTo(attributes));
        return new Permissions(principal, Map.copyOf(attributes));
    }

    /** What one connection may do; remembers recent answers until a policy changes. */
    public final class Permissions {
        private final Principal principal;
        private final Map<String, List<String>> attributes;
        private final Map<String, Boolean> remembered = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };
        private int answeredFor = -1;

        private Permissions(Principal principal, Map<String, List<String>> attributes) {
            this.principal = principal;
            this.attributes = attributes;
        }

        /**
         * Whether an action is allowed.
         *
         * @param action for example {@code iot:Receive}
         * @param resource behind the account, for example {@code topic/a/b}
         */
        public boolean allows(String action, String resource) {
            if (answeredFor != generation) {
                remembered.clear();
                answeredFor = generation;
            }
            return remembered.computeIfAbsent(action + ' ' + resource, key -> decide(action, resource, attributes));
        }

        /** Like {@link #allows}, for {@code iot:Connect} with its connect attributes. */
        public boolean allowsConnect(String clientId, List<String> connectAttributes) {
            Map<String, List<String>> more = new HashMap<>(attributes);
            more.put("iot:connectattributes", List.copyOf(connectAttributes));
            return decide("iot:Connect", "client/" + clientId, more);
        }

        private boolean decide(String action, String resource, Map<String, List<String>> with) {
            Grant grant = grants.get(principal.id());
            return grant != null && Policy.allow(grant.policies(), new AccessRequest(action, resource, with));
        }
    }
}
