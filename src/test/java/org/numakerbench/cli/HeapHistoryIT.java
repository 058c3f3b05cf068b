package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.Extent;
import org.numakerbench.bench.ImageRuns;
import org.numakerbench.cli.BenchProcess.Ended;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.Target;
import org.numakerbench.history.Rows;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.Dump;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.model.Outcome;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.run.RunRecord;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The heap history from end to end: images, runs of virtual boards, and what the packaged bench says of them. */
class HeapHistoryIT {
    private static final int IMAGES = 20;
    private static final int MOST_RUNS = 10;
    /** From here on the TLS buffers are bigger. */
    private static final int BIGGER = 8;
    /** From here on every run loses a block. */
    private static final int LEAKS = 14;

    @TempDir
    private Path scratch;

    private Path profile;
    private Path runs;

    @BeforeEach
    void describe() throws Exception {
        runs = scratch.resolve("runs");
        profile = Files.writeString(scratch.resolve("v.yaml"), """
                bench: virtual
                images: images
                cloud:
                  local: {directory: cloud}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
                limits: {firstByte: 10s, silence: 20s, messageWait: 5s, lifecycleWait: 10s}
                """);
        for (int build = 0; build < IMAGES; build++) {
            image(build);
        }
    }

    /** Those that are compared with each other alone need many runs to be sure of. */
    private static int runs(int build) {
        return build == LEAKS - 1 || build == IMAGES - 1 ? MOST_RUNS : Extent.of(2, MOST_RUNS);
    }

    private static String id(int build) {
        return String.format("nightly-%02d", build);
    }

    private void image(int build) throws Exception {
        byte[] file = VirtualImage.encode(new VirtualImage(
                Target.NUMAKER_PFM_M487,
                "5.7.1",
                id(build),
                new Identity("Nuvoton-Mbed-D001", "Nuvoton Client", "Nuvoton/Mbed/D001", "Nuvoton/Mbed/+"),
                List.of("mqtt"),
                new HeapModel(build < LEAKS ? 1351 : 1351 + 333, build < BIGGER ? 46_638 : 63_022),
                List.of()));
        Path directory = Files.createDirectories(scratch.resolve("images").resolve(id(build)));
        Files.write(directory.resolve("image.bin"), file);
        Files.writeString(directory.resolve("manifest.yaml"), """
                file: image.bin
                sha256: "%s"
                target: NUMAKER_PFM_M487
                buildId: "%s"
                mbedOs: "5.7.1"
                toolchain: GCC_ARM 6.3.1
                phases: [mqtt]
                macros: {MBEDTLS_SSL_MAX_CONTENT_LEN: "%d"}
                identity: {thing: Nuvoton-Mbed-D001, clientId: Nuvoton Client, userTopic: Nuvoton/Mbed/D001, userFilter: Nuvoton/Mbed/+}
                """.formatted(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)),
                id(build),
                build < BIGGER ? 8192 : 16384));
    }

    private Ended bench(String... arguments) throws IOException, InterruptedException {
        return BenchProcess.run(scratch, arguments);
    }

    private Ended heap(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("heap"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--out", runs.toString()));
        return bench(all.toArray(String[]::new));
    }

    @Test
    void manyRunsOfTwentyImagesGiveTheTwoRegressionsAndNoOther() throws Exception {
        Ended ended = bench(
                "run",
                profile.toString(),
                "--image",
                id(0),
                "--repeat",
                String.valueOf(runs(0)),
                "--out",
                runs.toString());
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).as("nothing kept a run out of the history").doesNotContain("history");
        runTheOthersHere();

        Ended check = heap("check", "--json");
        assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(1);
        List<String> found = new ArrayList<>();
        for (String line : check.out().lines().toList()) {
            JsonNode json = JsonMapper.shared().readTree(line);
            for (JsonNode each : json.path("findings").values()) {
                found.add(
                        json.path("metric").asString() + " " + each.path("kind").asString() + " "
                                + each.path("firstBad").asString() + " "
                                + each.path("bytes").asLong());
            }
        }
        assertThat(found).containsExactlyInAnyOrder("max STEP nightly-08 16384", "current STEP nightly-14 333");

        Path junit = scratch.resolve("junit.xml");
        assertThat(heap("check", "--junit", junit.toString()).exitCode()).isEqualTo(1);
        assertThat(Files.readString(junit))
                .contains("failures=\"2\"")
                .contains("nightly-08")
                .contains("MBEDTLS_SSL_MAX_CONTENT_LEN: 8192 -&gt; 16384");

        // Nobody takes a leak as it is; bigger buffers were wanted.
        assertThat(heap("accept", "nightly-08", "--reason", "16 KiB records", "--by", "ann")
                        .exitCode())
                .isZero();
        Ended after = heap("check");
        assertThat(after.exitCode()).isEqualTo(1);
        assertThat(after.out()).contains("leak: heap at the end +333 bytes").contains("PASS");
        assertThat(heap("check", "--base", "nightly-13", "--image", "nightly-12")
                        .exitCode())
                .isZero();
        assertThat(heap("check", "--base", "nightly-13").exitCode()).isEqualTo(1);

        List<String> before = rows();
        Files.delete(runs.resolve("history.db"));
        Ended rebuilt = bench("history", "rebuild", runs.toString());
        assertThat(rebuilt.out())
                .startsWith(IntStream.range(0, IMAGES).map(HeapHistoryIT::runs).sum() + " runs of ");
        assertThat(rows()).isEqualTo(before);
    }

    /** As {@code bench run} does, without a Java start for each image: two benches at once, build by build. */
    private void runTheOthersHere() throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(2);
        try (ImageRuns one = ImageRuns.of(profile("cloud-1"), List.of(), runs);
                ImageRuns two = ImageRuns.of(profile("cloud-2"), List.of(), runs)) {
            for (int build = 1; build < IMAGES; build++) {
                Image image = Images.find(scratch.resolve("images"), id(build));
                for (Future<?> half : lanes.invokeAll(
                        List.of(runs(one, image, runs(build) / 2), runs(two, image, runs(build) / 2)))) {
                    half.get();
                }
            }
        } finally {
            lanes.shutdownNow();
        }
    }

    private static Callable<Void> runs(ImageRuns bench, Image image, int count) {
        return () -> {
            for (int run = 0; run < count; run++) {
                RunRecord record = bench.next(image);
                assertThat(record).isNotNull();
                assertThat(record.judgement().outcome())
                        .as(record.judgement().reason())
                        .isEqualTo(Outcome.PASS);
            }
            return null;
        };
    }

    private Profile profile(String cloud) throws Exception {
        return ProfileReader.read(Files.writeString(
                scratch.resolve(cloud + ".yaml"),
                Files.readString(profile).replace("directory: cloud", "directory: " + cloud)));
    }

    private List<String> rows() throws Exception {
        return Dump.of(HistoryAddress.beside(runs));
    }

    @Test
    void aBisectionThatWasStoppedGoesOnWhereItWas() throws Exception {
        String[] command = {
            "heap", "bisect", profile.toString(), "--images", all(), "--out", runs.toString(), "--max-runs", "7"
        };
        Ended stopped = bench(command);
        assertThat(stopped.exitCode()).as(stopped.out() + stopped.err()).isEqualTo(4);
        assertThat(stopped.out()).contains("not found in 7 runs");

        Ended ended = bench(command);

        assertThat(ended.err()).contains("the history has 7 runs of these images");
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.out())
                .contains("first bad image: nightly-08", "last good image: nightly-07")
                .containsPattern(
                        "peak heap \\+[0-9,]+ bytes \\([0-9,]+ to [0-9,]+\\); this image with at least 99 % certainty")
                .doesNotContain("100.0 %");
        // Three of either end, five to halve twenty, two to look again.
        assertThat(ended.out()).containsPattern("certainty, [0-6] runs");
    }

    private static String all() {
        List<String> ids = new ArrayList<>();
        for (int build = 0; build < IMAGES; build++) {
            ids.add(id(build));
        }
        return String.join(",", ids);
    }

    @Test
    void aSuspectIsRunAgainAtOnceAndThenKnown() throws Exception {
        SeriesKey series = new SeriesKey("NUMAKER_PFM_M487", "virtual", "GCC_ARM", "mqtt", "17.14.17.14");
        Files.createDirectories(runs);
        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(runs))) {
            for (int build = 100; build < 160; build++) {
                store.put(Rows.run(series, Rows.image(build), build, 46_638, 1351));
            }
        }
        assertThat(bench("run", profile.toString(), "--image", "nightly-08", "--out", runs.toString())
                        .exitCode())
                .isZero();

        Ended suspect = heap("check", "--metric", "max");
        assertThat(suspect.exitCode()).as(suspect.out()).isEqualTo(4);
        assertThat(suspect.out()).startsWith("SUSPECT").contains("bench run PROFILE --image nightly-08 --repeat 5");

        Ended known = heap("check", "--metric", "max", "--rerun", profile.toString());
        assertThat(known.err()).contains("suspect nightly-08, run 5 of 5");
        assertThat(known.exitCode()).as(known.out()).isEqualTo(1);
        assertThat(known.out())
                .startsWith("REGRESSION")
                .contains("+16,384 bytes")
                .contains("nightly-08");
    }

    @Test
    void anOldTerminalLogIsImportedAndDrawn() throws Exception {
        Path capture = Path.of("src/test/resources/uart-samples/seed-mqtt-5.7.wire.log");
        Ended imported = bench(
                "history",
                "import",
                capture.toString(),
                "--image=nightly-03",
                "--date=2025-11-30",
                "--network=ethernet",
                "--images=" + scratch.resolve("images"),
                "--out=" + runs);
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).contains("imported: ", "peak heap 63022 bytes");

        Ended drawn = heap("trend");
        assertThat(drawn.out())
                .startsWith("NUMAKER_PFM_M487 on ethernet, GCC_ARM, MQTT, names of 17/14/17/14 bytes  peak heap")
                .contains("63,022", "nightly-03", "1 build, 1 run");
        Path html = scratch.resolve("heap.html");
        Path svg = scratch.resolve("heap.svg");
        Ended written = heap("trend", "--html", html.toString(), "--svg", svg.toString(), "--csv", "-");
        assertThat(written.exitCode()).as(written.err()).isZero();
        assertThat(written.out()).startsWith("series,metric,image,").contains(",63022,");
        assertThat(html).content().contains("nightly-03");
        assertThat(svg).content().contains("nightly-03");

        Ended again = bench(
                "history",
                "import",
                capture.toString(),
                "--image=nightly-03",
                "--date=2025-11-30",
                "--images=" + scratch.resolve("images"),
                "--out=" + runs);
        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(again.err()).contains("was imported before");
    }

    @Test
    void aTerminalsTimesAreNoPartOfAnImportedRun() throws Exception {
        String seed = Files.readString(
                Path.of("src/test/resources/uart-samples/seed-mqtt-5.7.wire.log"), StandardCharsets.ISO_8859_1);
        Path timed = Files.writeString(
                scratch.resolve("timed.log"),
                seed.replaceAll("(?<=\n)(?=.)", "[10:00:00.001] "),
                StandardCharsets.ISO_8859_1);
        Path forPeople = Files.writeString(
                scratch.resolve("uart.log"), "10:00:00.001 +0.001 | Starting AWS IoT test\n", StandardCharsets.UTF_8);

        Ended imported = bench(
                "history",
                "import",
                timed.toString(),
                "--image=nightly-03",
                "--date=2025-11-29",
                "--images=" + scratch.resolve("images"),
                "--out=" + runs);
        Ended refused = bench(
                "history",
                "import",
                forPeople.toString(),
                "--image=nightly-03",
                "--date=2025-11-28",
                "--images=" + scratch.resolve("images"),
                "--out=" + runs);

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).contains("peak heap 63022 bytes");
        assertThat(imported.err()).contains("timed.log: what a terminal put in front of the lines is taken off");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("uart.log is a run's uart.log", "give uart.raw");
    }

    @Test
    void wrongArgumentsAreNamed() throws Exception {
        Ended none = heap("trend");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("no history at").contains("bench history rebuild");

        Ended address = bench("heap", "check", "--history", "postgresql://lab:secret@localhost/bench");
        assertThat(address.exitCode()).isEqualTo(2);
        assertThat(address.err()).contains("PGPASSWORD").doesNotContain("secret");

        assertThat(heap("accept", "x").err()).contains("--reason");
        assertThat(bench("history", "prune", "--keep", "soon", "--out", scratch.toString())
                        .err())
                .contains("--keep soon: not an age as 90d or 12h");
        assertThat(bench("heap", "bisect", profile.toString(), "--images", "nightly-01")
                        .err())
                .contains("give two or more");
    }
}
