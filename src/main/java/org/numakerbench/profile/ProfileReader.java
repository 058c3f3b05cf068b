package org.numakerbench.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.CloudProfile;
import org.numakerbench.profile.Profile.FlashProfile;
import org.numakerbench.profile.Profile.Limits;
import org.numakerbench.profile.Profile.LocalCloudProfile;
import org.numakerbench.profile.Profile.ResetProfile;
import org.numakerbench.profile.Profile.SerialProfile;
import org.numakerbench.profile.Profile.VirtualProfile;
import org.numakerbench.profile.Profile.WitnessProfile;
import org.numakerbench.profile.yaml.YamlDocument;
import org.numakerbench.profile.yaml.YamlException;

/** Reads bench profiles: {@code src/main/resources/schemas/bench-profile.schema.json}, then what a schema cannot say. */
public final class ProfileReader {
    private static final int DEFAULT_BAUD = 9600;
    private static final String DEFAULT_LABEL = "NuMicro MCU";

    private final YamlDocument yaml;
    private final Path directory;

    private ProfileReader(YamlDocument yaml) {
        this.yaml = yaml;
        Path parent = yaml.file().toAbsolutePath().normalize().getParent();
        this.directory = parent == null ? Path.of("/") : parent;
    }

    /** @throws YamlException with every error of the file, a line each */
    public static Profile read(Path file) throws YamlException {
        ProfileReader reader = new ProfileReader(YamlDocument.read(file, "bench-profile.schema.json"));
        Profile profile = reader.profile();
        reader.check(profile);
        reader.yaml.throwErrors();
        return profile;
    }

    private Profile profile() throws YamlException {
        List<BoardProfile> boards = new ArrayList<>();
        for (int i = 0; i < yaml.root().path("boards").size(); i++) {
            boards.add(board("/boards/" + i));
        }
        return new Profile(
                yaml.file(),
                text("/bench").orElse(""),
                path("/images").orElse(directory.resolve("../firmware-images").normalize()),
                cloud(),
                boards,
                limits());
    }

    private CloudProfile cloud() {
        int mqttPort = number("/cloud/mqttPort", 8883);
        int httpsPort = number("/cloud/httpsPort", 8443);
        boolean alpn =
                has("/cloud/alpn") ? yaml.root().at("/cloud/alpn").asBoolean() : mqttPort == 443 || httpsPort == 443;
        Optional<WitnessProfile> witness = has("/cloud/witness")
                ? Optional.of(new WitnessProfile(
                        text("/cloud/witness/clientId").orElse(""),
                        path("/cloud/witness/ca").orElse(directory),
                        path("/cloud/witness/certificate").orElse(directory),
                        path("/cloud/witness/privateKey").orElse(directory)))
                : Optional.empty();
        Optional<LocalCloudProfile> local = has("/cloud/local")
                ? Optional.of(new LocalCloudProfile(path("/cloud/local/directory")
                        .orElse(directory.resolve("../.bench/cloud").normalize())))
                : Optional.empty();
        return new CloudProfile(text("/cloud/endpoint"), mqttPort, httpsPort, alpn, witness, local);
    }

    private BoardProfile board(String at) {
        int baud = number(at + "/serial/baud", DEFAULT_BAUD);
        List<ResetProfile> reset = new ArrayList<>();
        for (int i = 0; i < yaml.root().at(at + "/reset").size(); i++) {
            reset.add(reset(at + "/reset/" + i));
        }
        return new BoardProfile(
                text(at + "/name").orElse(""),
                Target.valueOf(text(at + "/target").orElse("")),
                text(at + "/image"),
                text(at + "/thing"),
                new SerialProfile(path(at + "/serial/port"), baud),
                flash(at + "/flash"),
                reset,
                has(at + "/virtual")
                        ? Optional.of(new VirtualProfile(number(at + "/virtual/baud", baud)))
                        : Optional.empty());
    }

    private FlashProfile flash(String at) {
        return switch (text(at + "/method").orElse("none")) {
            case "mass-storage" ->
                new FlashProfile.MassStorage(
                        path(at + "/volume"),
                        text(at + "/label").orElse(DEFAULT_LABEL),
                        duration(at + "/timeout", Duration.ofSeconds(60)));
            case "command" ->
                new FlashProfile.Command(
                        list(at + "/command"),
                        text(at + "/success"),
                        text(at + "/failure"),
                        duration(at + "/timeout", Duration.ofMinutes(2)));
            default -> new FlashProfile.None();
        };
    }

    private ResetProfile reset(String at) {
        return switch (text(at + "/method").orElse("none")) {
            // pyserial's send_break, which mbed's test runner uses on these boards, holds 250 ms.
            case "break" -> new ResetProfile.Break(duration(at + "/hold", Duration.ofMillis(250)));
            case "command" ->
                new ResetProfile.Command(
                        list(at + "/command"),
                        text(at + "/success"),
                        text(at + "/failure"),
                        duration(at + "/timeout", Duration.ofSeconds(30)));
            case "socket" ->
                new ResetProfile.Socket(
                        path(at + "/path").orElse(directory), duration(at + "/timeout", Duration.ofSeconds(5)));
            default -> new ResetProfile.None();
        };
    }

    private Limits limits() {
        return new Limits(
                duration("/limits/firstByte", Limits.DEFAULT.firstByte()),
                duration("/limits/banner", Limits.DEFAULT.banner()),
                duration("/limits/silence", Limits.DEFAULT.silence()),
                duration("/limits/run", Limits.DEFAULT.run()),
                duration("/limits/messageWait", Limits.DEFAULT.messageWait()),
                duration("/limits/lifecycleWait", Limits.DEFAULT.lifecycleWait()));
    }

    private void check(Profile profile) {
        CloudProfile cloud = profile.cloud();
        if (cloud.local().isEmpty()) {
            if (cloud.endpoint().isEmpty()) {
                yaml.wrong("/cloud", "needs \"endpoint:\" (your AWS IoT endpoint), or \"local: {}\" for a local one");
            }
            if (cloud.witness().isEmpty()) {
                yaml.wrong("/cloud", "needs \"witness:\" with clientId, ca, certificate and privateKey");
            }
        } else if (cloud.endpoint().isPresent()) {
            yaml.wrong("/cloud/endpoint", "does not go with \"local\"; remove one of them");
        }
        Map<String, Integer> names = new HashMap<>();
        Map<Path, String> ports = new HashMap<>();
        for (int i = 0; i < profile.boards().size(); i++) {
            BoardProfile board = profile.boards().get(i);
            String at = "/boards/" + i;
            if (names.putIfAbsent(board.name(), i) != null) {
                yaml.wrong(at + "/name", "\"" + board.name() + "\" is the name of another board; names must differ");
            }
            if (board.virtual().isPresent()) {
                virtual(at, profile);
            } else {
                real(at, board);
            }
            board.serial().port().ifPresent(port -> {
                String other = ports.putIfAbsent(port, board.name());
                if (other != null) {
                    yaml.wrong(at + "/serial/port", port + " is the port of board " + other + " too");
                }
            });
        }
    }

    private void virtual(String at, Profile profile) {
        if (profile.cloud().local().isEmpty()) {
            yaml.wrong(at + "/virtual", "a virtual board needs \"local:\" in cloud");
        }
        for (String key : List.of("/serial/port", "/flash", "/reset")) {
            if (has(at + key)) {
                yaml.wrong(at + key, "does not go with \"virtual\", which fills it in; remove one of them");
            }
        }
    }

    private void real(String at, BoardProfile board) {
        if (board.serial().port().isEmpty()) {
            yaml.wrong(at + "/serial/port", "is missing; add the board's serial device, best /dev/serial/by-path/...");
        }
        if (!has(at + "/flash")) {
            yaml.wrong(at + "/flash", "is missing; add for example {method: mass-storage, volume: /media/...}");
        }
        if (board.reset().isEmpty()) {
            yaml.wrong(at + "/reset", "is missing; add for example [{method: break}]");
        }
    }

    private boolean has(String pointer) {
        return !yaml.root().at(pointer).isMissingNode();
    }

    private Optional<String> text(String pointer) {
        return Optional.ofNullable(yaml.text(pointer));
    }

    private int number(String pointer, int otherwise) {
        return has(pointer) ? yaml.root().at(pointer).asInt() : otherwise;
    }

    private List<String> list(String pointer) {
        return yaml.root().at(pointer).valueStream().map(it -> it.asString()).toList();
    }

    private Optional<Path> path(String pointer) {
        Optional<String> text = text(pointer);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String value = text.get();
        if (value.contains("-----BEGIN")) {
            yaml.wrong(pointer, "holds a PEM text; give the path of the file instead");
            return Optional.of(directory);
        }
        String home = System.getProperty("user.home");
        Path path = value.startsWith("~/") ? Path.of(home, value.substring(2)) : Path.of(value);
        return Optional.of(directory.resolve(path).normalize());
    }

    private Duration duration(String pointer, Duration otherwise) {
        return text(pointer).map(ProfileReader::duration).orElse(otherwise);
    }

    private static Duration duration(String text) {
        long number = Long.parseLong(text.replaceAll("[a-z]+", ""));
        if (text.endsWith("ms")) {
            return Duration.ofMillis(number);
        }
        return text.endsWith("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
    }
}
