package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.board.SocketLine;
import org.numakerbench.board.method.SocketMethod;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.firmware.Images;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunResult;
import org.numakerbench.sim.cloud.LocalCloud;

/**
 * Real ARM code through the whole bench. Needs {@code qemu-system-arm} and what {@code scripts/build-qemu-images} builds;
 * passed over without them, unless {@code BENCH_ALL_TOOLS} is set, as the project's own check does.
 */
class QemuBoardIT {
    private static final Path BUILT = Path.of("firmware-images").toAbsolutePath();
    private static final Duration ANSWER = Duration.ofSeconds(10);

    @TempDir
    private Path scratch;

    private VirtualBench bench;

    @BeforeEach
    void startCloud() throws Exception {
        boolean ready = Files.exists(BUILT.resolve("qemu-5.7.1/manifest.yaml")) && isInstalled("qemu-system-arm");
        if (System.getenv("BENCH_ALL_TOOLS") != null) {
            assertThat(ready)
                    .as("qemu-system-arm and scripts/build-qemu-images")
                    .isTrue();
        }
        assumeTrue(ready, "needs qemu-system-arm and scripts/build-qemu-images");
        Files.createDirectories(scratch.resolve("images"));
        bench = VirtualBench.start(ProfileReader.read(Files.writeString(scratch.resolve("qemu.yaml"), """
                bench: qemu
                loops: 3
                images: images
                cloud:
                  local: {directory: cloud}
                boards:
                  - {name: q, target: QEMU_MPS2_AN386, qemu: {baud: 0}}
                  - {name: v, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
                limits: {silence: 6s, firstByte: 20s, banner: 20s, messageWait: 2s, lifecycleWait: 3s}
                """)));
    }

    @AfterEach
    void stopCloud() throws IOException {
        if (bench != null) {
            bench.close();
        }
    }

    private static boolean isInstalled(String program) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    @Test
    void bothPhasesPassAndEveryStepIsJudgedAsOnTheVirtualBoard() throws Exception {
        Judgement emulated = run("q", image("qemu-5.7.1", Map.of())).record().judgement();
        Judgement virtual =
                run("v", image("virtual-m487-5.7.1", Map.of())).record().judgement();

        assertThat(emulated.outcome()).as(emulated.reason()).isEqualTo(Outcome.PASS);
        assertThat(verdicts(emulated)).isEqualTo(verdicts(virtual));
    }

    private static List<String> verdicts(Judgement judgement) {
        return judgement.findings().stream()
                .map(it -> it.step() + " " + it.verdict() + " "
                        + String.valueOf(it.claim())
                                .lines()
                                .findFirst()
                                .orElse("")
                                .replaceAll("[0-9]+", "#"))
                .toList();
    }

    @Test
    void heapFiguresDifferAsBuilt() throws Exception {
        Judgement.Heap small = heapOf("qemu-5.7.1-tls-4k");
        Judgement.Heap loops = heapOf("qemu-5.7.1-loops");
        Judgement.Heap leak = heapOf("qemu-5.7.1-leak");

        // Two record buffers, each 16384 - 4096 bytes smaller.
        assertThat(loops.maxBytes() - small.maxBytes()).isBetween(2 * 12288L - 64, 2 * 12288L + 64);
        // Three loops that lose 333 bytes each.
        assertThat(leak.currentBytes() - loops.currentBytes()).isEqualTo(3 * 333L);
    }

    private Judgement.Heap heapOf(String id) throws Exception {
        Judgement judgement = run("q", image(id, Map.of())).record().judgement();
        assertThat(judgement.outcome()).as(id + ": " + judgement.reason()).isEqualTo(Outcome.PASS);
        return judgement.heap();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            qemu-5.7.1-unsuback-bug | mqtt.shadow-update.subscribe | UNSUBACK patch
            qemu-5.7.1-small-heap   | mqtt.tls                     | mbedtls_ssl_setup() failed: -0x7f00
            qemu-5.7.1-hard-fault   | mqtt.shadow-update           | crashed
            qemu-5.7.1-hang         | mqtt.shadow-update           | went silent
            """)
    void whatGoesWrongInTheDeviceIsTheDevices(String id, String step, String reason) throws Exception {
        Judgement judgement = run("q", image(id, Map.of())).record().judgement();

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.reason()).contains(reason);
        assertThat(judgement.findings()).extracting(Finding::step).anyMatch(it -> it.startsWith(step));
        assertThat(judgement.findings()).noneMatch(it -> it.verdict() == Verdict.UNCLAIMED);
    }

    @Test
    void aWrongCaIsATlsFailureOfTheDevice() throws Exception {
        LocalCloud cloud = bench.cloud();
        assertThat(cloud).isNotNull();
        Path image = image("qemu-5.7.1", Map.of("tls.ca", "@other.crt"));
        Files.copy(cloud.credentials().deviceCertificate(), image.resolve("other.crt"));

        Judgement judgement = run("q", image).record().judgement();

        assertThat(judgement.outcome()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.stage()).hasToString("TLS");
        assertThat(judgement.reason()).contains("mbedtls_ssl_handshake() failed: -0x2700");
    }

    @Test
    void aPulledCableIsTheDevicesNetwork() throws Exception {
        Path id = image("qemu-5.7.1", Map.of("net.dhcp-timeout-ms", "1000"));
        RunResult result = run("q", id, "resetting", "cable out");

        Judgement judgement = result.record().judgement();
        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.stage()).hasToString("NETWORK");
        assertThat(judgement.reason()).contains("Connecting to the network failed");
    }

    /** As bench-profiles/qemu-own-board.yaml says it, but for the pace of the UART. */
    @Test
    void aBoardThatTheBenchDoesNotKnowIsDescribedInAProfile() throws Exception {
        Path profile = Files.writeString(
                scratch.resolve("own.yaml"),
                Files.readString(Path.of("bench-profiles/qemu-own-board.yaml"))
                        .replace("images: ../", "images: ")
                        .replace("../.bench/", "")
                        .replace("qemu: {baud: 9600}", "qemu: {baud: 0}"));
        Files.createDirectories(scratch.resolve("firmware-images"));
        List<String> add = new ArrayList<>(List.of(
                "firmware", "add", BUILT.resolve("qemu-5.7.1/firmware.elf").toString()));
        add.addAll(List.of("--id", "own-board", "--target", "ARM_MPS2", "--targets", profile.toString()));
        add.addAll(List.of("--images", scratch.resolve("firmware-images").toString(), "--mbed-os", "5.7.1"));
        add.addAll(List.of("--phases", "mqtt,https", "--thing", "Nuvoton-Mbed-D001", "--client-id", "Nuvoton Client"));

        BenchProcess.Ended added = BenchProcess.run(scratch, add.toArray(String[]::new));
        BenchProcess.Ended run = BenchProcess.run(scratch, "run", profile.toString());

        assertThat(added.exitCode()).as(added.toString()).isZero();
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("PASS: ", "% of 4194304");
    }

    /** A bench that is killed takes its boards with it: nobody would ever stop them. */
    @Test
    void qemuEndsWithTheBenchHoweverThatEnds() throws Exception {
        String profile = Files.readString(scratch.resolve("qemu.yaml")).replace("images: images", "images: " + BUILT);
        Path file = Files.writeString(scratch.resolve("killed.yaml"), profile);
        BenchProcess killed = BenchProcess.start(
                scratch,
                "run",
                file.toString(),
                "--board",
                "q",
                "--image",
                "qemu-5.7.1-hang",
                "--out",
                scratch.resolve("killed").toString());
        List<ProcessHandle> boards = new ArrayList<>();
        await().atMost(ANSWER.multipliedBy(6)).until(() -> {
            killed.descendants()
                    .filter(it -> it.info().command().orElse("").contains("qemu-system"))
                    .forEach(boards::add);
            return !boards.isEmpty();
        });

        killed.kill();

        await().atMost(ANSWER).until(() -> boards.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void withoutQemuItsBoardsSayInOneLineWhatToInstall() throws Exception {
        String profile = Files.readString(scratch.resolve("qemu.yaml"))
                .replace("images: images", "images: " + BUILT)
                .replace("qemu: {baud: 0}", "qemu: {executable: no-such-qemu}");
        BenchProcess.Ended ended = BenchProcess.run(
                scratch,
                "run",
                Files.writeString(scratch.resolve("none.yaml"), profile).toString(),
                "--board",
                "q",
                "--image",
                "qemu-5.7.1",
                "--out",
                scratch.resolve("none").toString());

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("needs no-such-qemu, which is not installed", "apt install qemu-system-arm");
    }

    /**
     * What differs between the ARM code and {@code sim.board} in a run of both phases, and may: each with its reason. All
     * else is equal, byte for byte.
     */
    private static final Map<Pattern, String> ACCEPTED = accepted(
            // The clock of the cloud, which the device only prints.
            "\"timestamp\":[0-9]+",
            "date: [A-Z][a-z]{2}, .* GMT",
            // Made by the cloud for each request.
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            // The shadow's version counts on from one run to the next, and may get a digit more.
            "\"version\":[0-9]+",
            "content-length: [0-9]+",
            "HTTPS: Received [0-9]+ chars from server",
            // Another allocator, another TLS library: the one measures, the other says what the example's README says.
            "(Current|Max) heap size: [0-9]+");

    private static Map<Pattern, String> accepted(String... patterns) {
        Map<Pattern, String> all = new LinkedHashMap<>();
        for (String pattern : patterns) {
            all.put(
                    Pattern.compile(pattern),
                    "<" + pattern.replaceAll("[^A-Za-z]+", " ").strip() + ">");
        }
        return all;
    }

    @Test
    void theArmCodePrintsWhatTheVirtualBoardPrints() throws Exception {
        RunResult emulated = run("q", image("qemu-5.7.1", Map.of()));
        RunResult virtual = run("v", image("virtual-m487-5.7.1", Map.of()));

        assertThat(printed(emulated)).containsExactlyElementsOf(printed(virtual));
    }

    /** Lines of the boot under test, line ends visible; the virtual board boots when it is flashed, too. */
    private static List<String> printed(RunResult run) throws IOException {
        String raw = Files.readString(run.directory().resolve("uart.raw"), StandardCharsets.ISO_8859_1);
        String boot = raw.substring(raw.lastIndexOf("Starting AWS IoT test"));
        List<String> lines = new ArrayList<>();
        for (String line : boot.replace("\r", "<CR>").split("\n")) {
            for (Map.Entry<Pattern, String> each : ACCEPTED.entrySet()) {
                line = each.getKey().matcher(line).replaceAll(each.getValue());
            }
            lines.add(line);
        }
        return lines;
    }

    /** A copy of a built image with more settings among its macros. */
    private Path image(String id, Map<String, String> settings) throws IOException {
        Path copy = Files.createDirectories(scratch.resolve("images").resolve(id));
        String manifest = Files.readString(BUILT.resolve(id).resolve("manifest.yaml"));
        StringBuilder more = new StringBuilder("macros:\n");
        settings.forEach((key, value) -> more.append("  ")
                .append(key)
                .append(": \"")
                .append(value.replace("\n", "\\n"))
                .append("\"\n"));
        Files.writeString(copy.resolve("manifest.yaml"), manifest.replace("macros:\n", more.toString()));
        for (String file : List.of("firmware.elf", "image.bin")) {
            if (Files.exists(BUILT.resolve(id).resolve(file)) && !Files.exists(copy.resolve(file))) {
                Files.copy(BUILT.resolve(id).resolve(file), copy.resolve(file));
            }
        }
        return copy;
    }

    private RunResult run(String board, Path image) throws Exception {
        return run(board, image, "never", "");
    }

    /** @param command for the board's control socket, sent when the run comes to a stage that begins with {@code at} */
    private RunResult run(String name, Path image, String at, String command) throws Exception {
        Profile profile = bench.profile();
        BoardProfile board = profile.boards().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (AttachedBoard attached = bench.attach(board)) {
            SocketMethod control = (SocketMethod) attached.profile().reset().get(0);
            RunListener listener = new RunListener() {
                @Override
                public void stage(String words) {
                    if (words.startsWith(at)) {
                        send(control.path(), command);
                    }
                }

                @Override
                public void judged(Judgement judgement) {}
            };
            return new BenchRun(
                            RunPlans.plan(
                                    profile,
                                    attached.profile(),
                                    Images.find(
                                            scratch.resolve("images"),
                                            image.getFileName().toString()),
                                    Files.createDirectories(scratch.resolve("runs"))),
                            listener,
                            RunReports::write)
                    .execute();
        }
    }

    private static void send(Path socket, String command) {
        try {
            SocketLine.require(socket, command, command, ANSWER);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
