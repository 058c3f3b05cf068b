package org.numakerbench.sim.cloud.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.FileFailure;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.sim.cloud.policy.Policy;
import org.numakerbench.sim.cloud.policy.PolicyFile;
import org.numakerbench.sim.cloud.registry.Registry.Attachment;
import org.numakerbench.sim.cloud.registry.Registry.Status;
import org.numakerbench.sim.cloud.registry.Registry.Thing;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.DirectoryLock;
import org.numakerbench.sim.cloud.tls.KnownCertificates;
import org.numakerbench.sim.cloud.tls.ThingFiles;
import org.numakerbench.sim.cloud.tls.UnusableFileException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The registry of one cloud on disk: {@code registry.json}, {@code policies/NAME.json}, {@code certificates/ID.crt.pem} and
 * {@code things/NAME/NAME.key.pem}. Several processes may change it at once; a running cloud takes up every change.
 */
public final class RegistryDirectory {
    /** The policy that a new thing has unless another is given. */
    public static final String EXAMPLE = "example";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path directory;

    /** @param directory the cloud's */
    public RegistryDirectory(Path directory) {
        this.directory = directory;
    }

    private Path file() {
        return directory.resolve("registry.json");
    }

    /** Where policies lie. */
    public Path policies() {
        return directory.resolve("policies");
    }

    /** A policy's file. */
    public Path policy(String name) {
        return policies().resolve(name + ".json");
    }

    /**
     * What is registered.
     *
     * @throws UnusableFileException when the file is none that this can use
     */
    public Registry read() throws UnusableFileException {
        if (!Files.exists(file())) {
            return Registry.empty();
        }
        try {
            return JSON.readValue(Files.readString(file(), StandardCharsets.UTF_8), Registry.class);
        } catch (JacksonException e) {
            String why = e.getCause() instanceof RegistryException wrong ? wrong.getMessage() : e.getOriginalMessage();
            throw new UnusableFileException(file(), String.valueOf(why), "mend it");
        } catch (IOException e) {
            throw new UnusableFileException(file(), FileFailure.words(e), "mend it");
        }
    }

    /**
     * Adds a thing with a certificate of its own.
     *
     * @param certificate a certificate to register, PEM; empty: the bench makes one with its key
     * @param policy a file that becomes the certificate's policy; empty: {@link #EXAMPLE}
     * @return where the certificate's key lies if the bench made it
     * @throws RegistryException when AWS would refuse it
     */
    public Optional<Path> addThing(
            String name, Thing thing, Optional<Path> certificate, Optional<Path> policy, Instant now)
            throws IOException {
        CredentialStore store = CredentialStore.open(directory, "127.0.0.1", now);
        // Before anything is made.
        read().withThing(name, thing);
        String policyName = policy.isPresent() ? importPolicy(policy.get()) : example();
        ThingFiles files = new ThingFiles(directory, name);
        X509Certificate own =
                certificate.isPresent() ? ThingFiles.certificate(certificate.get()) : store.issue(files, now);
        String id = KnownCertificates.principalOf(own);
        change(registry -> {
            Registry with = registry.withThing(name, thing);
            boolean known = with.certificates().containsKey(id);
            with = known ? with.withPolicy(id, policyName) : with.withCertificate(id, List.of(policyName));
            return with.attached(id, name, Attachment.NON_EXCLUSIVE_THING);
        });
        keep(id, own);
        return certificate.isPresent() ? Optional.empty() : Optional.of(files.key());
    }

    /**
     * Registers a certificate of any authority, or of none, as AWS does without a CA.
     *
     * @return its ID
     */
    public String register(Path certificate, Optional<Path> policy) throws IOException {
        X509Certificate own = ThingFiles.certificate(certificate);
        String id = KnownCertificates.principalOf(own);
        List<String> policies = policy.isPresent() ? List.of(importPolicy(policy.get())) : List.of();
        change(registry -> registry.withCertificate(id, policies));
        keep(id, own);
        return id;
    }

    /** Activates or deactivates; connections of a certificate that is deactivated end. */
    public String setStatus(String certificate, Status status) throws IOException {
        String id = id(certificate);
        change(registry -> registry.withStatus(id, status));
        return id;
    }

    /** Removes an inactive certificate that hangs on nothing. */
    public String delete(String certificate) throws IOException {
        String id = id(certificate);
        change(registry -> registry.withoutCertificate(id));
        Files.deleteIfExists(kept(id));
        return id;
    }

    /** Attaches a certificate to a thing. */
    public String attach(String certificate, String thing, Attachment how) throws IOException {
        String id = id(certificate);
        change(registry -> registry.attached(id, thing, how));
        return id;
    }

    /** Detaches a certificate from a thing. */
    public String detach(String certificate, String thing) throws IOException {
        String id = id(certificate);
        change(registry -> registry.detached(id, thing));
        return id;
    }

    /** Adds a policy to a certificate's. */
    public String attachPolicy(String certificate, Path policy) throws IOException {
        String id = id(certificate);
        String name = importPolicy(policy);
        change(registry -> registry.withPolicy(id, name));
        return id;
    }

    /** @param written a PEM file, an ID, or the beginning of one */
    private String id(String written) throws IOException {
        Path file = Path.of(written);
        return Files.exists(file) ? KnownCertificates.principalOf(ThingFiles.certificate(file)) : read().idOf(written);
    }

    private Path kept(String id) {
        return directory.resolve("certificates").resolve(id + ".crt.pem");
    }

    private void keep(String id, X509Certificate certificate) throws IOException {
        make(directory.resolve("certificates"));
        write(kept(id), ThingFiles.pem(certificate));
    }

    /** A policy's name is its file's; the file is copied to the others unless it is there. */
    private String importPolicy(Path given) throws IOException {
        PolicyFile.read(given);
        String name = String.valueOf(given.getFileName()).replaceFirst("\\.json$", "");
        if (!name.matches("[\\w+=,.@-]{1,128}")) {
            throw new RegistryException(
                    "'" + name + "' is no policy name: letters, digits and +=,.@_-; rename the file " + given);
        }
        String text = Files.readString(given, StandardCharsets.UTF_8);
        if (Files.exists(policy(name)) && !Files.readString(policy(name)).equals(text)) {
            throw new RegistryException("policy " + name + " is there already, and another: " + policy(name)
                    + "; edit that file, or give yours another name");
        }
        make(policies());
        if (!Files.exists(policy(name))) {
            write(policy(name), text);
        }
        return name;
    }

    private String example() throws IOException {
        make(policies());
        if (!Files.exists(policy(EXAMPLE))) {
            write(policy(EXAMPLE), Policy.EXAMPLE);
        }
        return EXAMPLE;
    }

    private void change(UnaryOperator<Registry> change) throws IOException {
        make(directory);
        DirectoryLock.within(directory, () -> {
            write(file(), JSON.writeValueAsString(change.apply(read())) + "\n");
            return Map.of();
        });
    }

    private static void make(Path directory) throws IOException {
        Files.createDirectories(directory, OwnersOnly.creatingClosedDirectory(directory));
    }

    private static void write(Path file, String text) throws IOException {
        DurableFile.replace(file, text, OwnersOnly.creating(file));
    }
}
