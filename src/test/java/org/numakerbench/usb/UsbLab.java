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
import java.util.function.UnaryOperator;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.cli.Bench;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.program.Endpoint;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.NuLinkOptions;
import org.numakerbench.sim.usb.UsbPort;

/**
 * A host with boards: adapters behind ports of the guest's hubs, their images, a profile of them, and the product's command
 * line in this process. Closing it unplugs and unmounts everything.
 */
final class UsbLab implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);

    private final Path directory;
    private final Map<Integer, NuLink> boards = new HashMap<>();
    private final List<String> profile = new ArrayList<>();
    private Endpoint endpoint;
    private LocalCloud cloud;

    UsbLab(Path directory) throws IOException {
        this.directory = directory;
        Path none = Files.writeString(directory.resolve("none.pem"), "");
        // Nobody answers there: a board prints its banner, and fails to connect.
        endpoint = new Endpoint("localhost", 9, 9, none, none, none);
        profile.addAll(List.of("bench: usb-lab", "images: images", "cloud: {local: {directory: cloud}}", "boards:"));
    }

    /** With a local AWS IoT that the boards reach. */
    UsbLab withCloud() throws IOException {
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
        return this;
    }

    static UsbPort port(int number) {
        return new UsbPort(0, number);
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
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> seen(number)
                        .filter(it ->
                                it.serial().flatMap(UsbBoard.SerialNode::stable).isPresent())
                        .filter(it -> it.adapter()
                                        .filter(a -> !a.methods().contains("mass-storage"))
                                        .isPresent()
                                || it.volume().flatMap(UsbBoard.Volume::label).isPresent())
                        .isPresent());
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
                                "    flash: {method: mass-storage, timeout: 10s}",
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
    public void close() throws IOException {
        boards.values().forEach(NuLink::close);
        if (cloud != null) {
            cloud.close();
        }
        for (String mount : mounts()) {
            try {
                run("umount", "-l", mount);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> new UsbBoards(SystemRoots.real()).attached().isEmpty());
    }
}
