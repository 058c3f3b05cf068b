package org.numakerbench.sim.cloud.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.policy.ThingName;

/**
 * {@code registry.json}: what is registered and how it hangs together. A value; each change is a new one. Rules: AWS IoT API
 * Reference, the operations named beside them.
 *
 * @param things by name
 * @param certificates by certificate ID: SHA-256 of the DER form, 64 hex digits
 */
public record Registry(Map<String, Thing> things, Map<String, Certificate> certificates) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    /**
     * A thing.
     *
     * @param type name of its thing type, or null
     * @param attributes for policy variables
     */
    public record Thing(@Nullable String type, Map<String, String> attributes) {
        /** Absent in the file means none. */
        public Thing {
            attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
        }
    }

    /** Whether connections with a certificate are taken. */
    public enum Status {
        ACTIVE,
        INACTIVE
    }

    /** How a certificate hangs on a thing. */
    public enum Attachment {
        /** The certificate's only thing; counts whatever the client ID is. */
        EXCLUSIVE_THING,
        /** One of several things; counts for the client ID that is the thing's name. */
        NON_EXCLUSIVE_THING
    }

    /**
     * A registered certificate.
     *
     * @param things it is attached to, by name
     * @param policies names of files below {@code policies}, without {@code .json}
     */
    public record Certificate(Status status, Map<String, Attachment> things, List<String> policies) {
        /** Absent in the file means active, nothing attached. */
        public Certificate {
            status = status == null ? Status.ACTIVE : status;
            things = things == null ? Map.of() : new TreeMap<>(things);
            policies = policies == null ? List.of() : List.copyOf(policies);
        }

        Certificate with(Status other) {
            return new Certificate(other, things, policies);
        }
    }

    /**
     * Checks what a user may have edited.
     *
     * @throws RegistryException when the parts do not fit together
     */
    public Registry {
        things = things == null ? new TreeMap<>() : new TreeMap<>(things);
        certificates = certificates == null ? new LinkedHashMap<>() : new LinkedHashMap<>(certificates);
        things.keySet().forEach(Registry::checkThing);
        for (Map.Entry<String, Certificate> each : certificates.entrySet()) {
            if (!ID.matcher(each.getKey()).matches()) {
                throw new RegistryException(
                        "certificates: " + each.getKey() + " is no certificate ID: 64 hex digits in lower case");
            }
            Map<String, Attachment> attached = each.getValue().things();
            for (String thing : attached.keySet()) {
                if (!things.containsKey(thing)) {
                    throw new RegistryException("certificate " + each.getKey() + " is attached to " + thing
                            + ", which is no thing; add it under things");
                }
            }
            if (attached.size() > 1 && attached.containsValue(Attachment.EXCLUSIVE_THING)) {
                throw new RegistryException(
                        "certificate " + each.getKey()
                                + " is attached to one thing exclusively and to others; leave one, or make it NON_EXCLUSIVE_THING");
            }
        }
    }

    /** Nothing registered. */
    public static Registry empty() {
        return new Registry(Map.of(), Map.of());
    }

    private static void checkThing(String name) {
        if (!ThingName.isValid(name)) {
            throw new RegistryException(
                    "'" + name + "' is no thing name: 1 to 128 letters, digits, colons, underscores and dashes");
        }
    }

    /** CreateThing. */
    Registry withThing(String name, Thing thing) {
        checkThing(name);
        if (things.containsKey(name)) {
            throw new RegistryException("thing " + name + " is there already");
        }
        Map<String, Thing> more = new TreeMap<>(things);
        more.put(name, thing);
        return new Registry(more, certificates);
    }

    /** RegisterCertificateWithoutCA. */
    Registry withCertificate(String id, List<String> policies) {
        if (certificates.containsKey(id)) {
            throw new RegistryException("certificate " + id + " is registered already");
        }
        Map<String, Certificate> more = new LinkedHashMap<>(certificates);
        more.put(id, new Certificate(Status.ACTIVE, Map.of(), policies));
        return new Registry(things, more);
    }

    /** UpdateCertificate. */
    Registry withStatus(String id, Status status) {
        return changed(id, known -> known.with(status));
    }

    /** DeleteCertificate, with the policies that hang on it, as with {@code forceDelete}. */
    Registry withoutCertificate(String id) {
        Certificate known = certificate(id);
        if (known.status() == Status.ACTIVE) {
            throw new RegistryException("certificate " + id + " is active; deactivate it first");
        }
        if (!known.things().isEmpty()) {
            throw new RegistryException("certificate " + id + " is attached to "
                    + String.join(", ", known.things().keySet()) + "; detach it first");
        }
        Map<String, Certificate> less = new LinkedHashMap<>(certificates);
        less.remove(id);
        return new Registry(things, less);
    }

    /** AttachThingPrincipal. */
    Registry attached(String id, String thing, Attachment how) {
        if (!things.containsKey(thing)) {
            throw new RegistryException("there is no thing " + thing + "; add it with 'bench cloud thing add'");
        }
        Map<String, Attachment> others = new TreeMap<>(certificate(id).things());
        others.remove(thing);
        if (!others.isEmpty()
                && (how == Attachment.EXCLUSIVE_THING || others.containsValue(Attachment.EXCLUSIVE_THING))) {
            throw new RegistryException("certificate " + id + " is attached to " + String.join(", ", others.keySet())
                    + "; an exclusive attachment suffers no other: detach it first");
        }
        others.put(thing, how);
        return changed(id, known -> new Certificate(known.status(), others, known.policies()));
    }

    /** DetachThingPrincipal. */
    Registry detached(String id, String thing) {
        Map<String, Attachment> left = new TreeMap<>(certificate(id).things());
        if (left.remove(thing) == null) {
            throw new RegistryException("certificate " + id + " is not attached to " + thing);
        }
        return changed(id, known -> new Certificate(known.status(), left, known.policies()));
    }

    /** AttachPolicy. */
    Registry withPolicy(String id, String policy) {
        List<String> policies = new ArrayList<>(certificate(id).policies());
        policies.remove(policy);
        policies.add(policy);
        return changed(id, known -> new Certificate(known.status(), known.things(), policies));
    }

    private Registry changed(String id, UnaryOperator<Certificate> change) {
        Map<String, Certificate> all = new LinkedHashMap<>(certificates);
        all.put(id, change.apply(certificate(id)));
        return new Registry(things, all);
    }

    private Certificate certificate(String id) {
        Certificate known = certificates.get(id);
        if (known == null) {
            throw new RegistryException("certificate " + id + " is not registered");
        }
        return known;
    }

    /**
     * The certificate ID that is meant.
     *
     * @param written an ID or its beginning, at least 6 digits
     */
    String idOf(String written) {
        List<String> found = certificates.keySet().stream()
                .filter(id -> written.length() >= 6 && id.startsWith(written))
                .toList();
        if (found.size() != 1) {
            throw new RegistryException(written
                    + (found.isEmpty() ? " is neither a file nor the beginning" : " is the beginning of several")
                    + (found.isEmpty() ? " (6 digits at least) of a registered certificate's ID" : " IDs"));
        }
        return found.get(0);
    }
}
