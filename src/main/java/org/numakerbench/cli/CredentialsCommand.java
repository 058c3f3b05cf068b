package org.numakerbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cloud.CredentialCheck;
import org.numakerbench.cloud.CredentialException;
import org.numakerbench.cloud.CredentialFiles;
import org.numakerbench.cloud.CredentialFinding;
import org.numakerbench.cloud.CredentialFinding.Level;
import org.numakerbench.cloud.CredentialLiterals;
import org.numakerbench.cloud.EndpointCheck;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.Credentials;
import org.numakerbench.sim.cloud.tls.UnusableFileException;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench credentials}: the four files of a device. */
@Command(
        name = "credentials",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Makes, checks and embeds the four credential files: root CA, certificate, private and public key.",
        subcommands = {CredentialsCommand.Create.class, CredentialsCommand.Check.class, CredentialsCommand.Embed.class})
final class CredentialsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** The files that every command but {@code create} looks at. */
    private static final class Files {
        @Option(names = "--ca", required = true, paramLabel = "FILE", description = "Root CA of the endpoint, PEM.")
        private Path ca;

        @Option(
                names = "--certificate",
                required = true,
                paramLabel = "FILE",
                description = "The client's certificate, PEM.")
        private Path certificate;

        @Option(names = "--private-key", required = true, paramLabel = "FILE", description = "Its private key, PEM.")
        private Path privateKey;

        @Option(names = "--public-key", paramLabel = "FILE", description = "Its public key, PEM; nothing needs it.")
        private @Nullable Path publicKey;

        CredentialFiles files() {
            return new CredentialFiles(ca, certificate, privateKey, Optional.ofNullable(publicKey));
        }
    }

    /** {@code bench credentials create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description =
                    "Makes credentials for the local AWS IoT, or keeps those that are still good, and lists them.")
    static final class Create implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(names = "--directory", paramLabel = "DIR", description = "Where; default: ${DEFAULT-VALUE}.")
        private Path directory = Path.of(".bench/cloud");

        @Option(names = "--json", description = "One JSON object.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            Credentials paths;
            try {
                paths = CredentialStore.open(
                                directory, "127.0.0.1", Clock.systemUTC().instant())
                        .paths();
            } catch (UnusableFileException wrong) {
                throw new UsageException("bench credentials create: " + wrong.getMessage(), wrong);
            }
            Map<String, Map<String, String>> roles = new LinkedHashMap<>();
            roles.put(
                    "device", four(paths.ca(), paths.deviceCertificate(), paths.deviceKey(), paths.devicePublicKey()));
            roles.put(
                    "witness",
                    four(paths.ca(), paths.witnessCertificate(), paths.witnessKey(), paths.witnessPublicKey()));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JsonText.MAPPER.writeValueAsString(roles));
            } else {
                roles.forEach((role, files) ->
                        files.forEach((kind, file) -> out.printf("%-8s %-12s %s%n", role, kind, file)));
            }
            out.flush();
            return ExitCodes.PASS;
        }

        private static Map<String, String> four(Path ca, Path certificate, Path privateKey, Path publicKey) {
            Map<String, String> files = new LinkedHashMap<>();
            files.put("ca", ca.toString());
            files.put("certificate", certificate.toString());
            files.put("privateKey", privateKey.toString());
            files.put("publicKey", publicKey.toString());
            return files;
        }
    }

    /** {@code bench credentials check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Says what is wrong with downloaded credentials, before a run does.")
    static final class Check implements Callable<Integer> {
        private static final int MQTT_PORT = 8883;

        @Spec
        private CommandSpec spec;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private Files files;

        @Option(
                names = "--endpoint",
                paramLabel = "HOST[:PORT]",
                description = "Shake hands with this endpoint too; the port is 8883 by default.")
        private @Nullable String endpoint;

        @Option(names = "--json", description = "One JSON object a finding.")
        private boolean json;

        @Override
        public Integer call() {
            Optional<String> host = Optional.ofNullable(endpoint).map(it -> it.replaceFirst(":[0-9]+$", ""));
            Clock clock = Clock.systemUTC();
            List<CredentialFinding> findings =
                    new ArrayList<>(CredentialCheck.of(files.files(), clock.instant(), host));
            if (endpoint != null) {
                findings.addAll(EndpointCheck.of(files.files(), host.orElseThrow(), port(endpoint), clock.instant()));
            }
            PrintWriter out = spec.commandLine().getOut();
            findings.forEach(
                    finding -> out.println(json ? JsonText.MAPPER.writeValueAsString(finding) : line(finding)));
            out.flush();
            if (findings.stream().anyMatch(it -> it.level() == Level.BROKEN)) {
                return ExitCodes.USAGE;
            }
            return findings.stream().anyMatch(it -> it.level() == Level.UNREACHABLE)
                    ? ExitCodes.INCONCLUSIVE
                    : ExitCodes.PASS;
        }

        private int port(String given) {
            int colon = given.lastIndexOf(':');
            String port = colon < 0 ? "" : given.substring(colon + 1);
            if (colon < 0) {
                return MQTT_PORT;
            }
            if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
                throw new UsageException("bench credentials check: --endpoint " + given
                        + ": the port must be 1 to 65535, as in HOST:8883");
            }
            return Integer.parseInt(port);
        }

        private static String line(CredentialFinding finding) {
            String level = finding.level().name().toLowerCase(Locale.ROOT);
            String remedy = finding.remedy().isEmpty() ? "" : "; " + finding.remedy();
            return SafeText.line("%-11s %s: %s%s".formatted(level, finding.where(), finding.what(), remedy));
        }
    }

    /** {@code bench credentials embed}. */
    @Command(
            name = "embed",
            mixinStandardHelpOptions = true,
            description =
                    "Prints the credentials as the C string literals of the firmware's sources; the private key too.")
    static final class Embed implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private Files files;

        @Option(
                names = "--layout",
                paramLabel = "LAYOUT",
                description = "main: main.cpp, to Mbed OS 5.15; configs: configs/awsiot_credentials.h, Mbed CE."
                        + " Default: ${DEFAULT-VALUE}.")
        private CredentialLiterals.Layout layout = CredentialLiterals.Layout.MAIN;

        @Override
        public Integer call() {
            CredentialCheck.of(files.files(), Clock.systemUTC().instant(), Optional.empty()).stream()
                    .filter(finding -> finding.level() == Level.BROKEN)
                    .findFirst()
                    .ifPresent(finding -> {
                        throw new UsageException("bench credentials embed: " + finding.where() + ": " + finding.what()
                                + "; " + finding.remedy());
                    });
            try {
                String literals = CredentialLiterals.of(files.files(), layout);
                PrintWriter err = spec.commandLine().getErr();
                err.println("bench credentials embed: this text holds the private key; keep it out of version control");
                err.flush();
                PrintWriter out = spec.commandLine().getOut();
                out.print(literals);
                out.flush();
                return ExitCodes.PASS;
            } catch (CredentialException wrong) {
                throw new UsageException(
                        "bench credentials embed: " + wrong.getMessage() + "; " + wrong.remedy(), wrong);
            }
        }
    }
}
