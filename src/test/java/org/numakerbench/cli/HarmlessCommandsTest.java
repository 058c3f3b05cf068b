package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabImages;
import org.numakerbench.lab.store.LabStore;

/** Lines of the pages that need no board, no cloud and no time are executed, in a room with a night and a run in it. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class HarmlessCommandsTest {
    private static final Pattern HARMLESS = Pattern.compile("(firmware (learn|try|virtual|add|list|diff)|parse|boards"
            + "|nightly (report|cancel|prune)|heap (trend|check)|trend|check) ?.*");
    /** Names on the pages that stand for what a reader has. */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            ".*(pr-117|time\\.mqtt-connect|postgresql:|\\b(FILE|PROFILE|ID|ADDRESS|DESCRIPTION|CAPTURE|BUILD|DIR)\\b|COMMIT|\\$\\().*");

    private static final Pattern MADE = Pattern.compile("[\\w-]+\\.(html|xml|bin)");

    @TempDir
    private static Path room;

    private String night = "";

    @BeforeAll
    static void aRoomWithARun() throws IOException {
        Path capture = Files.writeString(
                room.resolve("capture"),
                "Starting AWS IoT test\r\nCurrent heap size: 1351\r\nMax heap size: 63022\r\n");
        BenchCall imported = BenchCall.of(
                "history",
                "import",
                capture.toString(),
                "--image",
                "virtual-m487-5.7.1",
                "--date",
                "2018-01-03",
                "--images",
                "firmware-images",
                "--out",
                room.resolve("runs").toString());
        assertThat(imported.code()).as(imported.text()).isZero();
    }

    @BeforeEach
    void aNightUnderWay() throws Exception {
        try (LabStore store =
                LabStore.open(new HistoryAddress.Embedded(room.resolve("runs").resolve("lab.db")))) {
            night = store.nights()
                    .begin(
                            "nightly",
                            "digest",
                            LabImages.SETTINGS,
                            "host-a",
                            Instant.parse("2026-11-27T22:00:00Z"),
                            Optional.empty(),
                            List.of(LabImages.item(0, "a", 1)))
                    .night();
        }
    }

    @Test
    void eachIsUnderstoodAndDoesItsWork() throws IOException {
        List<String> executed = new ArrayList<>();
        for (Path page : DocumentedCommandsTest.files()
                .filter(it -> it.toString().endsWith(".md"))
                .toList()) {
            for (DocumentedLine line : DocumentedLine.ofPage(Files.readString(page))) {
                if (!line.sample() || PLACEHOLDER.matcher(line.text()).matches()) {
                    continue;
                }
                for (List<String> call : line.calls()) {
                    if (HARMLESS.matcher(String.join(" ", call)).matches()) {
                        BenchCall said = BenchCall.of(inTheRoom(call));
                        executed.add(String.join(" ", call));
                        assertThat(said.code())
                                .as(page + ": " + line.text() + "\n" + said.text())
                                .isNotEqualTo(ExitCodes.USAGE);
                        assertThat(said.text()).doesNotContain("a mistake in the bench");
                    }
                }
            }
        }

        assertThat(executed)
                .as("as many as there were when this was written")
                .hasSizeGreaterThan(12)
                .anyMatch(it -> it.startsWith("nightly report"))
                .anyMatch(it -> it.startsWith("nightly cancel"))
                .anyMatch(it -> it.startsWith("firmware add"));
    }

    @Test
    void aNightIsPrunedAndCancelledByTheWholeCommandLine() {
        String runs = room.resolve("runs").toString();

        assertThat(BenchCall.of("nightly", "prune", "--keep-days", "90", "--out", runs))
                .isEqualTo(new BenchCall(0, "logs taken away: 0\n"));
        assertThat(BenchCall.of("nightly", "cancel", "--out", runs).text()).startsWith("cancelled: ");
        assertThat(BenchCall.of("nightly", "report", "--out", runs).text()).contains("nightly");
        assertThat(BenchCall.of("nightly"))
                .isEqualTo(new BenchCall(
                        2,
                        "bench nightly: PLAN is missing; give a nightly plan, or report, cancel or prune; see bench"
                                + " nightly --help\n"));
    }

    /** Writes where nothing else is, and reads the room's lab and history. */
    private String[] inTheRoom(List<String> call) {
        List<String> words = new ArrayList<>();
        for (String word : call) {
            words.add(
                    MADE.matcher(word).matches()
                            ? room.resolve(word).toString()
                            : word.endsWith("Z-nightly") ? night : word);
        }
        String command = words.get(0);
        if (List.of("nightly", "heap", "trend", "check").contains(command)) {
            words.addAll(List.of("--out", room.resolve("runs").toString()));
        } else if (words.subList(0, 2).equals(List.of("firmware", "add"))) {
            words.addAll(List.of("--images", room.resolve("images").toString()));
        }
        return words.toArray(String[]::new);
    }
}
