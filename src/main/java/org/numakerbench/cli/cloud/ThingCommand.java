package org.numakerbench.cli.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.sim.cloud.registry.Registry;
import org.numakerbench.sim.cloud.registry.Registry.Attachment;
import org.numakerbench.sim.cloud.registry.Registry.Certificate;
import org.numakerbench.sim.cloud.registry.Registry.Status;
import org.numakerbench.sim.cloud.registry.Registry.Thing;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench cloud thing}: things of the local AWS IoT. */
@Command(
        name = "thing",
        mixinStandardHelpOptions = true,
        description = "Add and list things; a cloud that runs takes them up at once.",
        subcommands = {ThingCommand.Add.class, ThingCommand.Listing.class})
public final class ThingCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** {@code bench cloud thing add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a thing with a certificate: a key and certificate of its own, or one that you have.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private CloudDirectory cloud;

        @Parameters(paramLabel = "NAME", description = "1 to 128 letters, digits, colons, underscores and dashes.")
        private String name;

        @Option(
                names = "--certificate",
                paramLabel = "FILE",
                description = "A certificate of AWS's, of your own CA, or self-signed; PEM. Default: make one.")
        private @Nullable Path certificate;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "The certificate's policy, named like the file. Default: the example policy.")
        private @Nullable Path policy;

        @Option(names = "--type", paramLabel = "NAME", description = "Its thing type, for policy variables.")
        private @Nullable String type;

        @Option(
                names = "--attribute",
                paramLabel = "KEY=VALUE",
                description = "An attribute, for policy variables; may be repeated.")
        private Map<String, String> attributes = new TreeMap<>();

        @Override
        public Integer call() throws IOException {
            Optional<Path> key = cloud.with(registry -> registry.addThing(
                    name,
                    new Thing(type, attributes),
                    Optional.ofNullable(certificate),
                    Optional.ofNullable(policy),
                    Clock.systemUTC().instant()));
            cloud.print("thing " + name
                    + key.map(it -> ": key and certificate in " + it.getParent())
                            .orElse(""));
            return ExitCodes.PASS;
        }
    }

    /** {@code bench cloud thing list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists things with their certificates.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private CloudDirectory cloud;

        @Option(names = "--json", description = "One JSON object a thing.")
        private boolean json;

        /** A certificate of a thing. */
        record Attached(String id, Status status, Attachment attachment, List<String> policies) {}

        /** A thing as it is listed. */
        record Listed(String name, @Nullable String type, Map<String, String> attributes, List<Attached> certificates) {
            String line() {
                StringBuilder line = new StringBuilder(name);
                for (Attached each : certificates) {
                    line.append("\n  ")
                            .append(each.id())
                            .append(each.status() == Status.ACTIVE ? "" : " inactive")
                            .append(each.attachment() == Attachment.EXCLUSIVE_THING ? " exclusive" : "")
                            .append(each.policies().isEmpty() ? " no policy" : " " + String.join(" ", each.policies()));
                }
                return line.toString();
            }
        }

        @Override
        public Integer call() throws IOException {
            Registry registry = cloud.with(it -> it.read());
            registry.things().forEach((name, thing) -> {
                Listed listed =
                        new Listed(name, thing.type(), thing.attributes(), certificates(name, registry.certificates()));
                cloud.print(json ? JsonText.MAPPER.writeValueAsString(listed) : SafeText.block(listed.line()));
            });
            return ExitCodes.PASS;
        }

        private static List<Attached> certificates(String thing, Map<String, Certificate> all) {
            return all.entrySet().stream()
                    .filter(each -> each.getValue().things().containsKey(thing))
                    .map(each -> new Attached(
                            each.getKey(),
                            each.getValue().status(),
                            each.getValue().things().get(thing),
                            each.getValue().policies()))
                    .toList();
        }
    }
}
