package org.numakerbench.cli.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.sim.cloud.registry.Registry.Attachment;
import org.numakerbench.sim.cloud.registry.Registry.Status;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench cloud certificate}: certificates of the local AWS IoT. */
@Command(
        name = "certificate",
        mixinStandardHelpOptions = true,
        description =
                "Register, list, activate, deactivate, delete, attach and detach certificates; a cloud that runs takes it"
                        + " up at once. CERTIFICATE is a PEM file, a certificate ID, or 6 or more of its first digits.")
public final class CertificateCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    @Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description = "Registers a certificate of any authority, or self-signed; it may do what its policy says.")
    int register(
            @Mixin CloudDirectory cloud,
            @Parameters(paramLabel = "FILE", description = "The certificate, PEM.") Path file,
            @Option(names = "--policy", paramLabel = "FILE", description = "Its policy; default: none.") @Nullable
                    Path policy)
            throws IOException {
        return done(cloud, "registered", cloud.with(it -> it.register(file, Optional.ofNullable(policy))));
    }

    @Command(name = "activate", mixinStandardHelpOptions = true, description = "Lets connections in again.")
    int activate(@Mixin CloudDirectory cloud, @Parameters(paramLabel = "CERTIFICATE") String certificate)
            throws IOException {
        return done(cloud, "active", cloud.with(it -> it.setStatus(certificate, Status.ACTIVE)));
    }

    @Command(
            name = "deactivate",
            mixinStandardHelpOptions = true,
            description = "Refuses connections and ends those there are.")
    int deactivate(@Mixin CloudDirectory cloud, @Parameters(paramLabel = "CERTIFICATE") String certificate)
            throws IOException {
        return done(cloud, "inactive", cloud.with(it -> it.setStatus(certificate, Status.INACTIVE)));
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Forgets a certificate that is inactive and attached to nothing.")
    int delete(@Mixin CloudDirectory cloud, @Parameters(paramLabel = "CERTIFICATE") String certificate)
            throws IOException {
        return done(cloud, "deleted", cloud.with(it -> it.delete(certificate)));
    }

    @Command(name = "detach", mixinStandardHelpOptions = true, description = "Detaches a certificate from a thing.")
    int detach(
            @Mixin CloudDirectory cloud,
            @Parameters(paramLabel = "CERTIFICATE") String certificate,
            @Parameters(paramLabel = "THING") String thing)
            throws IOException {
        return done(cloud, "detached", cloud.with(it -> it.detach(certificate, thing)));
    }

    @Command(
            name = "attach",
            mixinStandardHelpOptions = true,
            description = "Attaches a certificate to a thing: for connections with the thing's name as client ID.")
    int attach(
            @Mixin CloudDirectory cloud,
            @Parameters(paramLabel = "CERTIFICATE") String certificate,
            @Parameters(paramLabel = "THING") String thing,
            @Option(names = "--exclusive", description = "Its only thing, whatever the client ID is.")
                    boolean exclusive)
            throws IOException {
        Attachment how = exclusive ? Attachment.EXCLUSIVE_THING : Attachment.NON_EXCLUSIVE_THING;
        return done(cloud, "attached", cloud.with(it -> it.attach(certificate, thing, how)));
    }

    @Command(
            name = "attach-policy",
            mixinStandardHelpOptions = true,
            description = "Adds a policy, named like its file, to a certificate's.")
    int attachPolicy(
            @Mixin CloudDirectory cloud,
            @Parameters(paramLabel = "CERTIFICATE") String certificate,
            @Parameters(paramLabel = "FILE", description = "The policy, JSON.") Path policy)
            throws IOException {
        return done(cloud, "attached the policy to", cloud.with(it -> it.attachPolicy(certificate, policy)));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the registered certificates.")
    int list(
            @Mixin CloudDirectory cloud,
            @Option(names = "--json", description = "One JSON object a certificate.") boolean json)
            throws IOException {
        cloud.with(it -> it.read()).certificates().forEach((id, certificate) -> {
            Listed listed = new Listed(id, certificate.status(), certificate.things(), certificate.policies());
            cloud.print(json ? JsonText.MAPPER.writeValueAsString(listed) : SafeText.line(listed.line()));
        });
        return ExitCodes.PASS;
    }

    /** A certificate as it is listed. */
    record Listed(String id, Status status, Map<String, Attachment> things, List<String> policies) {
        String line() {
            String of = things.isEmpty() ? "no thing" : String.join(" ", things.keySet());
            String may = policies.isEmpty() ? "no policy" : String.join(" ", policies);
            return id + " " + status.name().toLowerCase(Locale.ROOT) + "; " + of + "; " + may;
        }
    }

    private static int done(CloudDirectory cloud, String what, String id) {
        cloud.print(what + " " + id);
        return ExitCodes.PASS;
    }
}
