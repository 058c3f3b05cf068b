package org.numakerbench.usb;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.cli.Bench;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.program.Endpoint;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.NuLinkOptions;
import org.numakerbench.sim.usb.UsbPort;

/**
 * A host with boards: adapters behind ports of the guest's hubs, their images, a profile of them, and the product's command
 * line in this process. Each test has a new one; after it everything is unplugged and unmounted.
 */
final class UsbLab implements BeforeEachCallback, AfterEachCallback {
    static final Duration LONG = Duration.ofSeconds(90);
    /** How a board is flashed and reset when many flashes are to fail. */
    static final String[] IMPATIENT = {
        "    flash: {method: mass-storage, timeout: 8s}", "    reset: [{method: mass-storage}]"
    };

    private final Map<Integer, NuLink> boards = new HashMap<>();
    private final List<String> profile = new ArrayList<>();
    private final boolean withCloud;
    private Path directory;
    private Endpoint endpoint;
    private LocalCloud cloud;

    /** Nobody answers the boards: one prints its banner, and fails to connect. */
    UsbLab() {
        this(false);
    }

    private UsbLab(boolean withCloud) {
        this.withCloud = withCloud;
    }

    /** With a local AWS IoT that the boards reach. */
    static UsbLab withCloud() {
        return new UsbLab(true);
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        directory = Files.createTempDirectory("usb-lab");
        boards.clear();
        profile.clear();
        Path none = Files.writeString(directory.resolve("none.pem"), "");
        endpoint = new Endpoint("localhost", 9, 9, none, none, none);
        // No local cloud: a command that only flashes would start it, too.
        profile.addAll(List.of(
                "bench: usb-lab",
                "images: images",
                "cloud: {endpoint: localhost, witness: {clientId: witness, ca: none.pem, certificate: none.pem,"
                        + " privateKey: none.pem}}",
                "boards:"));
        if (withCloud) {
            startCloud();
        }
    }

    private void startCloud() throws IOException {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("aws")));
        endpoint = new Endpoint(
                cloud.endpoint(),
                cloud.mqttPort(),
                cloud.httpsPort(),
                cloud.credentials().ca(),
                cloud.credentials().deviceCertificate(),
                cloud.credentials().deviceKey());
        profile.set(
                2,
                String.format(
                        "cloud: {endpoint: %s, mqttPort: %d, httpsPort: %d, witness: {clientId: witness, ca: %s,"
                                + " certificate: %s, privateKey: %s}}",
                        cloud.endpoint(),
                        cloud.mqttPort(),
                        cloud.httpsPort(),
                        cloud.credentials().ca(),
                        cloud.credentials().witnessCertificate(),
                        cloud.credentials().witnessKey()));
    }

    /** The guest has two hubs with fifteen ports: 16 is the first of the second. */
    static UsbPort port(int number) {
        return new UsbPort((number - 1) / 15, (number - 1) % 15 + 1);
    }

    /** Plugs an ordinary board in and waits until the host has its disk and its serial port. */
    NuLink plug(int number) throws IOException {
        return plug(number, UnaryOperator.identity());
    }

    NuLink plug(int number, UnaryOperator<NuLinkOptions> change) throws IOException {
        NuLink board =
                new NuLink(change.apply(NuLinkOptions.ordinary("board" + number, Target.NUMAKER_PFM_M487, endpoint)));
        boards.put(number, board);
        board.plug(port(number));
        awaitReady(number);
        return board;
    }

    /** Until udev has named what is plugged in there. */
    void awaitReady(int number) {
        Path tty = Path.of("/dev/serial/by-path", port(number).idPath() + ":1.1");
        // First what costs least: every look at sysfs slows down what is being waited for.
        waitFor(
                "udev's names of what is plugged into port " + number,
                () -> Files.exists(tty)
                        && seen(number)
                                .filter(it -> it.serial()
                                        .flatMap(UsbBoard.SerialNode::stable)
                                        .isPresent())
                                .filter(it -> it.adapter()
                                                .filter(a -> !a.methods().contains("mass-storage"))
                                                .isPresent()
                                        || it.volume()
                                                .flatMap(UsbBoard.Volume::label)
                                                .isPresent())
                                .isPresent());
    }

    private static boolean isNamed(UsbBoard.Volume volume) {
        return volume.label().isPresent() && volume.stable().isPresent();
    }

    /** Until nothing is plugged in there. */
    void awaitGone(int number) {
        waitFor(
                "the end of what was plugged into port " + number,
                () -> seen(number).isEmpty());
    }

    /** @param what did not come, when it does not */
    static void waitFor(String what, Callable<Boolean> condition) {
        await(what).atMost(LONG).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    /**
     * Plugs one board in, as {@code b1} of the profile, which is to be flashed with an image of this size.
     *
     * @param means lines of the profile: how it is flashed and reset
     * @return the image
     */
    byte[] oneBoard(int kib, UnaryOperator<NuLinkOptions> change, String... means) throws IOException {
        byte[] image = image("b1-1", "5.7.1", kib);
        plug(1, change);
        describe(1, "b1-1", means);
        return image;
    }

    byte[] oneBoard(int kib, String... means) throws IOException {
        return oneBoard(kib, UnaryOperator.identity(), means);
    }

    Optional<UsbBoard> seen(int number) throws IOException {
        return new UsbBoards(SystemRoots.real()).at(port(number).name());
    }

    NuLink board(int number) {
        return boards.get(number);
    }

    /** An image of about this size, and its manifest. */
    byte[] image(String id, String mbedOs, int kib) throws IOException {
        return LabImages.write(directory.resolve("images"), id, Target.NUMAKER_PFM_M487, mbedOs, kib);
    }

    /** Puts a board into the profile, as its name {@code bN}. */
    void describe(int number, String image, String... more) throws IOException {
        profile.add("  - name: b" + number);
        profile.add("    target: NUMAKER_PFM_M487");
        profile.add("    image: " + image);
        profile.add("    usb: " + port(number).idPath());
        profile.add("    serial: {baud: 115200}");
        if (cloud != null) {
            profile.add("    certificate: " + cloud.credentials().deviceCertificate());
        }
        profile.addAll(
                more.length > 0
                        ? List.of(more)
                        : List.of(
                                "    flash: {method: mass-storage, timeout: 90s}",
                                "    reset: [{method: break, hold: 50ms}, {method: mass-storage}]"));
    }

    Path profile() throws IOException {
        return Files.write(directory.resolve("lab.yaml"), profile);
    }

    Path directory() {
        return directory;
    }

    /** What a command came to: its exit code, and what it wrote to both outputs. */
    record Ran(int code, String text, long durationMs) {}

    /** Runs a command of the product in this process. One at a time: it has the process's outputs. */
    static synchronized Ran bench(Object... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        long started = System.nanoTime();
        try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int code = Bench.commandLine()
                    .execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
            return new Ran(code, said.toString(StandardCharsets.UTF_8), (System.nanoTime() - started) / 1_000_000);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    Ran flash(int number) throws IOException {
        return bench("flash", "--profile", profile(), "b" + number);
    }

    /** With less patience than the profile has: for an adapter that will not react. */
    Ran flash(int number, int seconds) throws IOException {
        Path file = profile();
        Files.writeString(file, Files.readString(file).replace("timeout: 90s", "timeout: " + seconds + "s"));
        return bench("flash", "--profile", file, "b" + number);
    }

    /** Mounts a board's volume, as a person does who looks at it. */
    Path mount(int number) throws IOException, InterruptedException {
        Path disk = seen(number).orElseThrow().volume().orElseThrow().device();
        Ran ran = run("udisksctl", "mount", "--no-user-interaction", "-b", disk.toString());
        if (ran.code() != 0) {
            throw new IOException(ran.text());
        }
        return seen(number).orElseThrow().volume().orElseThrow().mountPoint().orElseThrow();
    }

    /** Mount points of the boards' disks. */
    static List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(it -> it.contains(" /dev/sd"))
                .map(it -> it.split(" ")[4].replace("\\040", " "))
                .toList();
    }

    /** Runs a program; its output and what it ended with. */
    static Ran run(String... command) throws IOException, InterruptedException {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), text, (System.nanoTime() - started) / 1_000_000);
    }

    static String sha256(byte[] bytes) {
        return DigestUtils.sha256Hex(bytes);
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        boards.values().forEach(NuLink::close);
        if (cloud != null) {
            cloud.close();
            cloud = null;
        }
        for (String mount : mounts()) {
            run("umount", "-l", mount);
        }
        waitFor(
                "every board's end on the host",
                () -> new UsbBoards(SystemRoots.real()).attached().isEmpty());
        DurableDirectory.deleteTree(directory);
    }
}
