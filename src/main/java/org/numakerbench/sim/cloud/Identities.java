package org.numakerbench.sim.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.sim.cloud.policy.Grant;
import org.numakerbench.sim.cloud.policy.Policy;
import org.numakerbench.sim.cloud.policy.PolicyException;
import org.numakerbench.sim.cloud.policy.PolicyFile;
import org.numakerbench.sim.cloud.policy.ThingFacts;
import org.numakerbench.sim.cloud.registry.Registry;
import org.numakerbench.sim.cloud.registry.Registry.Attachment;
import org.numakerbench.sim.cloud.registry.Registry.Certificate;
import org.numakerbench.sim.cloud.registry.Registry.Status;
import org.numakerbench.sim.cloud.registry.Registry.Thing;
import org.numakerbench.sim.cloud.registry.RegistryDirectory;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.KnownCertificates;
import org.numakerbench.sim.cloud.tls.KnownCertificates.Known;

/**
 * Who may connect and what each may do, as a cloud's directory says at one moment.
 *
 * @param known certificates by their ID
 * @param grants what they may do, by the same
 */
record Identities(Map<String, Known> known, Map<String, Grant> grants) {

    /** @throws IOException when a file is wrong, with what is wrong */
    static Identities read(CredentialStore store, LocalCloudOptions options) throws IOException {
        Map<String, Known> known = new HashMap<>();
        Map<String, Grant> grants = new HashMap<>();
        for (CertificateRole role : CertificateRole.values()) {
            String id = KnownCertificates.principalOf(store.client(role));
            known.put(id, new Known(role.fileName(), true));
            grants.put(id, Grant.ofAnyThing(policy(options, role)));
        }
        RegistryDirectory directory = new RegistryDirectory(options.directory());
        Registry registry = directory.read();
        for (Map.Entry<String, Certificate> each : registry.certificates().entrySet()) {
            Certificate certificate = each.getValue();
            List<Policy> policies = new ArrayList<>();
            for (String name : certificate.policies()) {
                policies.add(PolicyFile.read(directory.policy(name)));
            }
            String name = certificate.things().isEmpty()
                    ? "unattached"
                    : String.join(", ", certificate.things().keySet());
            known.put(each.getKey(), new Known(name, certificate.status() == Status.ACTIVE));
            if (certificate.status() == Status.INACTIVE) {
                grants.remove(each.getKey());
                continue;
            }
            grants.put(
                    each.getKey(),
                    new Grant(policies, clientId -> thing(registry.things(), certificate.things(), clientId)));
        }
        return new Identities(known, grants);
    }

    /** Developer Guide, "Associating an AWS IoT thing to an MQTT client connection". */
    private static Optional<ThingFacts> thing(
            Map<String, Thing> things, Map<String, Attachment> attached, String clientId) {
        String name = attached.containsValue(Attachment.EXCLUSIVE_THING)
                ? attached.keySet().iterator().next()
                : clientId;
        Thing thing = attached.containsKey(name) ? things.get(name) : null;
        return Optional.ofNullable(thing).map(it -> new ThingFacts(name, it.type(), it.attributes()));
    }

    private static Policy policy(LocalCloudOptions options, CertificateRole role) throws IOException {
        @Nullable String given = options.policies().get(role);
        if (given != null) {
            try {
                return Policy.parse(given);
            } catch (PolicyException e) {
                throw new IOException("policy of " + role.fileName() + ": " + e.getMessage(), e);
            }
        }
        Path file = options.directory().resolve(role.fileName() + "-policy.json");
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            // Another process may start at the same time: the file is there whole or not at all.
            DurableFile.replace(file, Policy.EXAMPLE, OwnersOnly.creating(file));
        }
        return PolicyFile.read(file);
    }
}
