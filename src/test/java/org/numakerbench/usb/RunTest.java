package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.NuLinkOptions;
import org.numakerbench.sim.usb.Personality;
import org.numakerbench.sim.usb.Taking;
import org.numakerbench.usb.UsbLab.Ran;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole runs of boards that are plugged in: found, flashed, reset, heard, and judged against a local AWS IoT. */
@Tag("usb")
class RunTest {
    @RegisterExtension
    private final UsbLab lab = UsbLab.withCloud();

    private Ran run(Object... more) throws Exception {
        Object[] all = Stream.concat(
                        Stream.of("run", lab.profile(), "--out", lab.directory().resolve("runs")), Stream.of(more))
                .toArray();
        return UsbLab.bench(all);
    }

    private List<JsonNode> reports() throws Exception {
        try (Stream<Path> files = Files.walk(lab.directory().resolve("runs"))) {
            return files.filter(it -> it.endsWith("report.json"))
                    .sorted()
                    .map(it -> JsonMapper.shared().readTree(it.toFile()))
                    .toList();
        }
    }

    /** Step and verdict of each finding. */
    private static List<String> findings(JsonNode report) {
        return report.path("findings")
                .valueStream()
                .map(it -> it.path("step").asString() + " " + it.path("verdict").asString())
                .toList();
    }

    @Test
    void aPluggedInBoardIsFoundAsTheVirtualOneOnAPseudoTerminal() throws Exception {
        lab.image("b1-1", "5.7.1", 20);
        NuLink board = lab.plug(1, NuLinkOptions::takingBreaks);
        lab.describe(1, "b1-1");
        Ran ran = run();
        Path onPseudoTerminal = Files.writeString(
                lab.directory().resolve("virtual.yaml"),
                "bench: virtual\nimages: images\ncloud: {local: {directory: other}}\nboards:\n  - name: virtual\n"
                        + "    target: NUMAKER_PFM_M487\n    image: b1-1\n    virtual: {baud: 115200}\n");
        Ran other =
                UsbLab.bench("run", onPseudoTerminal, "--out", lab.directory().resolve("runs"));

        assertThat(ran.text()).contains("PASS");
        assertThat(ran.code()).isZero();
        assertThat(other.code()).as(other.text()).isZero();
        List<JsonNode> reports = reports();
        assertThat(findings(reports.get(0))).hasSizeGreaterThan(50).isEqualTo(findings(reports.get(1)));
        assertThat(board.programmings()).isEqualTo(1);
    }

    @Test
    void aRunWhoseAdapterTakesHalfAnImageIsTheBenchsFault() throws Exception {
        lab.image("b1-1", "5.7.1", 200);
        NuLink board = lab.plug(1, NuLinkOptions::takingBreaks);
        board.take(Taking.HALF);
        board.leaveAfter(100_000);
        lab.describe(1, "b1-1");
        Ran ran = run();

        assertThat(ran.text()).contains("BENCH_FAULT");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void aRunOfANuLink2Passes() throws Exception {
        lab.image("b1-1", "5.7.1", 20);
        lab.plug(1, it -> it.as(Personality.NU_LINK2).takingBreaks());
        lab.describe(1, "b1-1");
        Ran ran = run();

        assertThat(ran.code()).as(ran.text()).isZero();
    }

    @Test
    void resetByMassStorageAloneEndsInAPassToo() throws Exception {
        lab.image("b1-1", "5.7.1", 20);
        lab.plug(1);
        lab.describe(
                1,
                "b1-1",
                "    flash: {method: mass-storage, timeout: 90s}",
                "    reset: [{method: break}, {method: mass-storage}]");
        Ran ran = run();

        assertThat(ran.code()).as(ran.text()).isZero();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aNightOverFourBoards() throws Exception {
        night(4);
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void eightBoardsWithOneLabelAndNoSerialNumberEachGetTheirOwnImage() throws Exception {
        night(8);
    }

    private void night(int count) throws Exception {
        List<Integer> numbers = IntStream.rangeClosed(1, count).boxed().toList();
        List<byte[]> images = new ArrayList<>();
        for (int number : numbers) {
            images.add(lab.image("b" + number + "-1", "5.7.1", 20 + number));
            lab.plug(number, NuLinkOptions::takingBreaks);
            lab.describe(number, "b" + number + "-1");
        }
        lab.profile();
        Path plan = Files.writeString(
                lab.directory().resolve("plan.yaml"), "night: usb\nprofile: lab.yaml\nimages: [\"{board}-*\"]\n");
        Ran ran =
                UsbLab.bench("nightly", plan, "--now", "--out", lab.directory().resolve("runs"));

        assertThat(ran.code()).as(ran.text()).isZero();
        for (int number : numbers) {
            assertThat(lab.board(number).programmed()).isEqualTo(images.get(number - 1));
        }
        assertThat(reports())
                .hasSize(count)
                .allSatisfy(it -> assertThat(it.path("outcome").asString()).isEqualTo("PASS"));
    }
}
