package org.numakerbench.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.EmbeddedStrings;
import org.numakerbench.firmware.FirmwareFile;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageCheck;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.MapFile;
import org.numakerbench.firmware.NewImage;
import org.numakerbench.profile.Target;
import org.numakerbench.report.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code bench firmware}: images and their manifests. */
@Command(
        name = "firmware",
        description = "Add, list and show firmware images.",
        mixinStandardHelpOptions = true,
        subcommands = {FirmwareCommand.Add.class, FirmwareCommand.ListImages.class, FirmwareCommand.Show.class})
final class FirmwareCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** Where images are. */
    static final class Directory {
        @Option(names = "--images", paramLabel = "DIR", description = "Directory of images; default: ${DEFAULT-VALUE}.")
        private Path path = Path.of("firmware-images");
    }

    /** {@code bench firmware add}. */
    @Command(
            name = "add",
            description = "Add a firmware file: reads what it tells itself, asks for the rest, writes its manifest.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "BIN, Intel HEX or ELF file.")
        private Path file = Path.of("");

        @Mixin
        private Directory images = new Directory();

        @Option(names = "--id", paramLabel = "ID", description = "Name of the image; default: that of the file.")
        private @Nullable String id;

        @Option(names = "--target", paramLabel = "TARGET", description = "${COMPLETION-CANDIDATES}.")
        private @Nullable Target target;

        @Option(names = "--mbed-os", paramLabel = "VERSION", description = "As the firmware prints it, 5.7.1.")
        private @Nullable String mbedOs;

        @Option(names = "--build-id", paramLabel = "TEXT", description = "Any name of the build.")
        private @Nullable String buildId;

        @Option(names = "--toolchain", paramLabel = "TEXT", description = "For example GCC_ARM 6.3.1.")
        private @Nullable String toolchain;

        @Option(names = "--thing", paramLabel = "NAME", description = "AWS IoT thing name compiled in.")
        private @Nullable String thing;

        @Option(names = "--client-id", paramLabel = "ID", description = "MQTT client ID compiled in.")
        private @Nullable String clientId;

        @Option(names = "--user-topic", paramLabel = "TOPIC", description = "Topic the device publishes to.")
        private @Nullable String userTopic;

        @Option(names = "--user-filter", paramLabel = "FILTER", description = "Filter the device subscribes to.")
        private @Nullable String userFilter;

        @Option(
                names = "--phases",
                paramLabel = "LIST",
                split = ",",
                description = "What it tests, in order: mqtt, https, or both; default: ${DEFAULT-VALUE}.")
        private List<String> phases = List.of("mqtt");

        @Option(
                names = "--map",
                paramLabel = "FILE",
                description = "The linker's map file: static RAM is read from it.")
        private @Nullable Path map;

        @Option(
                names = "--host-commands",
                description = "Firmware from Mbed OS 5.14.2 on: prints its memory report only when asked.")
        private boolean hostCommands;

        private final List<String> missing = new ArrayList<>();

        @Override
        public Integer call() throws ImageException, IOException {
            FirmwareFile firmware = FirmwareFile.read(file);
            EmbeddedStrings told = EmbeddedStrings.of(firmware);
            String name = id != null ? id : idOf(file);
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
                throw new UsageException("--id " + name + ": not a name of letters, digits, . _ -");
            }
            if (!List.of("mqtt", "https").containsAll(phases)) {
                throw new UsageException("--phases " + String.join(",", phases) + ": known are mqtt and https");
            }
            String targetName = target != null ? target.name() : value("--target", null, targets(file));
            String wantedThing = value("--thing", thing, told.things());
            String client = value("--client-id", clientId, List.of());
            String topic = value("--user-topic", userTopic, told.userTopics());
            String filter = value("--user-filter", userFilter, told.userFilters());
            String version = value("--mbed-os", mbedOs, told.mbedOs());
            if (!missing.isEmpty()) {
                throw new UsageException(file + " does not tell everything; give " + String.join(", ", missing));
            }
            Image image = new NewImage(
                            name,
                            file,
                            Target.valueOf(targetName),
                            Optional.ofNullable(buildId),
                            Optional.of(version),
                            Optional.ofNullable(toolchain),
                            phases,
                            new Identity(wantedThing, client, topic, filter),
                            Optional.ofNullable(map),
                            hostCommands)
                    .addTo(images.path);
            System.out.println(image.id() + ": " + firmware.format() + ", " + firmware.size() + " bytes for "
                    + image.manifest().target() + ", added as " + image.path());
            return ExitCodes.PASS;
        }

        private static String idOf(Path file) {
            return String.valueOf(file.getFileName())
                    .replaceFirst("\\.(bin|hex|elf)$", "")
                    .replaceAll("[^A-Za-z0-9._-]+", "-");
        }

        /** Those it can be for. */
        private static List<String> targets(Path file) {
            List<String> possible = new ArrayList<>();
            for (Target each : List.of(Target.NUMAKER_PFM_M487, Target.NUMAKER_PFM_NUC472)) {
                try {
                    ImageCheck.require(file, each);
                    possible.add(each.name());
                } catch (ImageException notThis) {
                    // Another target, or none: asked for below.
                }
            }
            return possible;
        }

        /** Given, or the only one that the file tells, or asked for; what stays unknown is collected. */
        private String value(String option, @Nullable String given, List<String> told) {
            if (given != null) {
                return given;
            }
            if (told.size() == 1) {
                System.err.println(option.substring(2) + " is " + SafeText.line(told.get(0)) + ", by the file itself");
                return told.get(0);
            }
            Console console = System.console();
            String choice = told.isEmpty() ? "" : " (the file holds " + SafeText.line(String.join(", ", told)) + ")";
            String answer = console == null ? null : console.readLine("%s%s: ", option.substring(2), choice);
            if (answer == null || answer.isBlank()) {
                missing.add(option + choice);
                return "";
            }
            return answer.strip();
        }
    }

    /** {@code bench firmware list}. */
    @Command(name = "list", description = "List all images.", mixinStandardHelpOptions = true)
    static final class ListImages implements Callable<Integer> {
        @Mixin
        private Directory images = new Directory();

        @Option(names = "--json", description = "Print one JSON object an image.")
        private boolean json;

        @Override
        public Integer call() throws ImageException {
            int code = ExitCodes.PASS;
            for (String id : Images.ids(images.path)) {
                ObjectNode line = JsonMapper.shared().createObjectNode().put("id", id);
                String words;
                try {
                    Manifest manifest = Images.find(images.path, id).manifest();
                    line.put("target", manifest.target().name());
                    line.put("mbedOs", manifest.mbedOs());
                    line.put("buildId", manifest.buildId());
                    line.put("sha256", manifest.sha256());
                    words = String.format(
                            Locale.ROOT,
                            "%-28s %-20s %-8s %s",
                            id,
                            manifest.target(),
                            or(manifest.mbedOs(), "-"),
                            or(manifest.buildId(), "-"));
                } catch (ImageException wrong) {
                    line.put("error", wrong.getMessage());
                    words = String.format(Locale.ROOT, "%-28s BROKEN: %s", id, wrong.getMessage());
                    code = ExitCodes.USAGE;
                }
                System.out.println(json ? line.toString() : SafeText.line(words));
            }
            return code;
        }
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    /** {@code bench firmware show}. */
    @Command(
            name = "show",
            description = "Show an image: manifest, where its bytes go, what its texts tell, static footprint.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "ID", description = "Image.")
        private String id = "";

        @Mixin
        private Directory images = new Directory();

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Override
        public Integer call() throws ImageException, IOException {
            Image image = Images.find(images.path, id);
            Manifest manifest = image.manifest();
            FirmwareFile firmware = ImageCheck.require(image.path(), manifest.target());
            EmbeddedStrings told = EmbeddedStrings.of(firmware);
            ObjectNode node = JsonMapper.shared().createObjectNode();
            node.put("id", id);
            node.put("file", image.path().toString());
            node.put("format", firmware.format().name());
            node.put("bytes", firmware.size());
            node.put("sha256", manifest.sha256());
            node.put("target", manifest.target().name());
            node.put("mbedOs", manifest.mbedOs());
            node.put("buildId", manifest.buildId());
            node.put("toolchain", manifest.toolchain());
            node.put("phases", String.join(", ", manifest.phases()));
            node.put("thing", manifest.identity().thing());
            node.put("clientId", manifest.identity().clientId());
            node.put("userTopic", manifest.identity().userTopic());
            node.put("userFilter", manifest.identity().userFilter());
            node.put("staticBytes", manifest.staticBytes());
            node.put(
                    "segments",
                    String.join(
                            ", ",
                            firmware.segments().stream()
                                    .map(it -> String.format(Locale.ROOT, "0x%x to 0x%x", it.address(), it.end() - 1))
                                    .toList()));
            node.put("textsTell", String.join(", ", all(told)));
            for (Path map : maps(image)) {
                MapFile sizes = MapFile.read(map);
                node.put("mapStaticRamBytes", sizes.staticRamBytes());
                node.put("mapFlashBytes", sizes.flashBytes());
            }
            if (json) {
                System.out.println(node);
            } else {
                node.properties()
                        .forEach(it -> System.out.printf(
                                Locale.ROOT,
                                "%-18s %s%n",
                                it.getKey(),
                                SafeText.line(it.getValue().asString("-"))));
            }
            return ExitCodes.PASS;
        }

        private static List<String> all(EmbeddedStrings told) {
            List<String> all = new ArrayList<>();
            told.mbedOs().forEach(it -> all.add("Mbed OS " + it));
            for (List<String> each :
                    Arrays.asList(told.endpoints(), told.things(), told.userTopics(), told.userFilters())) {
                all.addAll(each);
            }
            return all;
        }

        private static List<Path> maps(Image image) throws IOException {
            Path directory = image.path().toAbsolutePath().getParent();
            if (directory == null) {
                return List.of();
            }
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(it -> it.toString().endsWith(".map"))
                        .limit(1)
                        .toList();
            }
        }
    }
}
