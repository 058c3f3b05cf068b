package org.numakerbench.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.firmware.EmbeddedStrings;
import org.numakerbench.firmware.FirmwareFile;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageCheck;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.NewImage;
import org.numakerbench.firmware.Target;
import org.numakerbench.firmware.Targets;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench firmware add}. */
@Command(
        name = "add",
        description = "Add a firmware file: reads what it tells itself, asks for the rest, writes its manifest.",
        mixinStandardHelpOptions = true)
final class FirmwareAddCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "BIN, Intel HEX or ELF file.")
    private Path file = Path.of("");

    @Mixin
    private ImagesDirectory images = new ImagesDirectory();

    @Option(names = "--id", paramLabel = "ID", description = "Name of the image; default: that of the file.")
    private @Nullable String id;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            completionCandidates = TargetName.Candidates.class,
            description = "${COMPLETION-CANDIDATES}, or one of --targets.")
    private @Nullable String target;

    @Option(
            names = "--targets",
            paramLabel = "FILE",
            description = "A profile, or any YAML file with targets: of your own.")
    private @Nullable Path targets;

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
            description = "The linker's map file: static RAM and flash are read from it.")
    private @Nullable Path map;

    @Option(names = "--commit", paramLabel = "HASH", description = "Commit that it was built from.")
    private @Nullable String commit;

    @Option(
            names = "--commit-number",
            paramLabel = "N",
            description = "Position of that commit: git rev-list --count HASH. Orders builds in the heap history.")
    private @Nullable Long commitNumber;

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
        String targetName = value("--target", target, target == null ? targets(file) : List.of());
        String wantedThing = value("--thing", thing, told.things());
        String client = value("--client-id", clientId, List.of());
        String topic = value("--user-topic", userTopic, told.userTopics());
        String filter = value("--user-filter", userFilter, told.userFilters());
        String version = value("--mbed-os", mbedOs, told.mbedOs());
        if (!missing.isEmpty()) {
            throw new UsageException("Not found in " + file + "; please add " + String.join(", ", missing));
        }
        Image image = new NewImage(
                        name,
                        file,
                        target(targetName),
                        Optional.ofNullable(buildId),
                        Optional.of(version),
                        Optional.ofNullable(toolchain),
                        phases,
                        new Identity(wantedThing, client, topic, filter),
                        Optional.ofNullable(map),
                        hostCommands,
                        Optional.ofNullable(commit),
                        commitNumber == null ? OptionalLong.empty() : OptionalLong.of(commitNumber))
                .addTo(images.path());
        System.out.println(SafeText.line(image.id() + ": " + firmware.format() + ", " + firmware.size() + " bytes for "
                + image.manifest().target() + ", added as " + image.path()));
        return ExitCodes.PASS;
    }

    private static String idOf(Path file) {
        return String.valueOf(file.getFileName())
                .replaceFirst("\\.(bin|hex|elf)$", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-");
    }

    private Target target(String targetName) throws ImageException {
        List<Target> own = targets == null ? List.of() : Targets.read(targets);
        return own.stream()
                .filter(it -> it.name().equals(targetName))
                .findFirst()
                .orElseGet(() -> TargetName.builtIn("--target", targetName));
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
