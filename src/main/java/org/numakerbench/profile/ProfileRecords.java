package org.numakerbench.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.CloudProfile;
import org.numakerbench.profile.Profile.Esp8266Profile;
import org.numakerbench.profile.Profile.FlashProfile;
import org.numakerbench.profile.Profile.HeapLimits;
import org.numakerbench.profile.Profile.Limits;
import org.numakerbench.profile.Profile.LinkProfile;
import org.numakerbench.profile.Profile.LocalCloudProfile;
import org.numakerbench.profile.Profile.QemuProfile;
import org.numakerbench.profile.Profile.ResetProfile;
import org.numakerbench.profile.Profile.SerialProfile;
import org.numakerbench.profile.Profile.VirtualProfile;
import org.numakerbench.profile.Profile.WitnessProfile;
import tools.jackson.databind.JsonNode;

/** A checked tree as records, with defaults filled in. */
final class ProfileRecords {
    private static final int MQTT_PORT = 8883;
    private static final int HTTPS_PORT = 8443;
    /** The port on which AWS IoT demands ALPN. */
    private static final int ALPN_PORT = 443;
    /** What the Nu-Link firmware calls its volume. */
    private static final String VOLUME_LABEL = "NuMicro MCU";
    /** The baud rate of the example firmware. */
    private static final int BAUD = 9600;
    /** A mass-storage copy with its programming cycle takes about 11 s; mbed's own runner waits 60 s for the mount. */
    private static final Duration TOOL_TIMEOUT = Duration.ofSeconds(60);
    /** What pyserial's send_break holds, with which mbed's own runner resets these boards. */
    private static final Duration BREAK_HOLD = Duration.ofMillis(250);

    /** What uhubctl waits by itself is 2 s; adapters with big capacitors need a little more. */
    private static final Duration USB_OFF = Duration.ofSeconds(3);

    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(5);

    private final Path file;
    private final Path directory;

    ProfileRecords(Path file) {
        this.file = file;
        this.directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
    }

    Profile profile(JsonNode root) {
        List<BoardProfile> boards =
                root.path("boards").valueStream().map(this::board).toList();
        return new Profile(
                file,
                root.path("bench").stringValue(),
                path(root.path("images")),
                cloud(root.path("cloud")),
                boards,
                limits(root.path("limits")),
                heap(root.path("heap")),
                text(root.path("history")),
                root.path("secrets").valueStream().map(JsonNode::stringValue).toList());
    }

    private CloudProfile cloud(JsonNode cloud) {
        int mqttPort = cloud.path("mqttPort").asInt(MQTT_PORT);
        int httpsPort = cloud.path("httpsPort").asInt(HTTPS_PORT);
        boolean alpn = cloud.path("alpn").asBoolean(mqttPort == ALPN_PORT || httpsPort == ALPN_PORT);
        return new CloudProfile(
                text(cloud.path("endpoint")),
                mqttPort,
                httpsPort,
                alpn,
                present(cloud.path("witness")).map(this::witness),
                present(cloud.path("local")).map(local -> new LocalCloudProfile(path(local.path("directory")))));
    }

    private WitnessProfile witness(JsonNode witness) {
        return new WitnessProfile(
                witness.path("clientId").stringValue(),
                path(witness.path("ca")),
                path(witness.path("certificate")),
                path(witness.path("privateKey")));
    }

    private BoardProfile board(JsonNode board) {
        JsonNode serial = board.path("serial");
        return new BoardProfile(
                board.path("name").stringValue(),
                Target.valueOf(board.path("target").stringValue()),
                text(board.path("usb")),
                text(board.path("image")),
                text(board.path("thing")),
                present(board.path("certificate")).map(this::path),
                new SerialProfile(
                        present(serial.path("port")).map(this::path),
                        serial.path("baud").asInt(BAUD)),
                flash(board.path("flash")),
                board.path("reset").valueStream().map(this::reset).toList(),
                present(board.path("virtual"))
                        .map(virtual -> new VirtualProfile(
                                virtual.path("baud").asInt(BAUD),
                                present(virtual.path("esp8266"))
                                        .map(it -> new Esp8266Profile(
                                                it.path("seed").asLong(1),
                                                it.path("slowness").asDouble(1))))),
                present(board.path("qemu")).map(this::qemu),
                text(board.path("network")),
                present(board.path("link"))
                        .map(link -> new LinkProfile(
                                link.path("address").stringValue(),
                                link.path("port").asInt(MQTT_PORT))),
                power(board));
    }

    private Optional<ResetProfile> power(JsonNode board) {
        return present(board.path("power"))
                .or(() -> board.path("reset")
                        .valueStream()
                        .filter(it -> it.path("method").asString("").equals("usb-power"))
                        .findFirst())
                .map(this::reset);
    }

    private static HeapLimits heap(JsonNode heap) {
        return new HeapLimits(
                present(heap.path("minHeadroomBytes")).map(JsonNode::asLong),
                present(heap.path("minHeadroomPercent")).map(JsonNode::asInt),
                heap.path("maxGrowthBytes").asLong(HeapLimits.NONE.maxGrowthBytes()));
    }

    private QemuProfile qemu(JsonNode qemu) {
        return new QemuProfile(
                qemu.path("executable").asString("qemu-system-arm"),
                qemu.path("machine").asString("mps2-an386"),
                qemu.path("arguments").valueStream().map(JsonNode::stringValue).toList(),
                qemu.path("baud").asInt(BAUD));
    }

    private FlashProfile flash(JsonNode flash) {
        Duration timeout = duration(flash.path("timeout"), TOOL_TIMEOUT);
        return switch (flash.path("method").asString("mass-storage")) {
            case "command" ->
                new FlashProfile.Command(
                        command(flash), text(flash.path("success")), text(flash.path("failure")), timeout);
            case "openocd" -> {
                OpenOcdFiles files = openOcd(flash);
                yield new FlashProfile.OpenOcd(files.executable(), files.interfaceFile(), files.targetFile(), timeout);
            }
            case "pyocd", "nulink" -> {
                String tool = flash.path("method").stringValue();
                yield new FlashProfile.Tool(
                        tool,
                        flash.path("executable").asString(tool.equals("nulink") ? "NuLink" : tool),
                        text(flash.path("probe")),
                        timeout);
            }
            case "socket" -> new FlashProfile.Socket(path(flash.path("path")), timeout);
            case "none" -> new FlashProfile.None();
            default ->
                new FlashProfile.MassStorage(
                        present(flash.path("volume")).map(this::path),
                        flash.path("label").asString(VOLUME_LABEL),
                        timeout);
        };
    }

    private record OpenOcdFiles(String executable, String interfaceFile, String targetFile) {}

    /** Defaults: Nuvoton's fork, the one that knows both boards. */
    private static OpenOcdFiles openOcd(JsonNode step) {
        return new OpenOcdFiles(
                step.path("executable").asString("openocd"),
                step.path("interface").asString("interface/nulink.cfg"),
                step.path("target").asString("target/numicroM4.cfg"));
    }

    private ResetProfile reset(JsonNode reset) {
        Duration timeout = duration(reset.path("timeout"), TOOL_TIMEOUT);
        return switch (reset.path("method").stringValue()) {
            case "break" -> new ResetProfile.Break(duration(reset.path("hold"), BREAK_HOLD));
            case "command" ->
                new ResetProfile.Command(
                        command(reset), text(reset.path("success")), text(reset.path("failure")), timeout);
            case "mass-storage" -> new ResetProfile.MassStorage();
            case "openocd" -> {
                OpenOcdFiles files = openOcd(reset);
                yield new ResetProfile.OpenOcd(files.executable(), files.interfaceFile(), files.targetFile(), timeout);
            }
            case "usb-power" -> new ResetProfile.UsbPower(duration(reset.path("off"), USB_OFF), timeout);
            case "manual" -> new ResetProfile.Manual();
            case "socket" ->
                new ResetProfile.Socket(path(reset.path("path")), duration(reset.path("timeout"), SOCKET_TIMEOUT));
            default -> new ResetProfile.None();
        };
    }

    private static Limits limits(JsonNode limits) {
        Limits otherwise = Limits.DEFAULT;
        return new Limits(
                duration(limits.path("firstByte"), otherwise.firstByte()),
                duration(limits.path("banner"), otherwise.banner()),
                duration(limits.path("silence"), otherwise.silence()),
                duration(limits.path("run"), otherwise.run()),
                duration(limits.path("messageWait"), otherwise.messageWait()),
                duration(limits.path("lifecycleWait"), otherwise.lifecycleWait()));
    }

    private static List<String> command(JsonNode step) {
        return step.path("command").valueStream().map(JsonNode::stringValue).toList();
    }

    private Path path(JsonNode node) {
        String text = node.stringValue();
        if (text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), text.substring(2)).normalize();
        }
        return directory.resolve(text).normalize();
    }

    private static Duration duration(JsonNode node, Duration otherwise) {
        String text = node.asString("");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return text.endsWith("m") ? Duration.ofMinutes(count) : Duration.ofSeconds(count);
    }

    private static Optional<String> text(JsonNode node) {
        return present(node).map(JsonNode::stringValue);
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }
}
