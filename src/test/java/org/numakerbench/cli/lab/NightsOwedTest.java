package org.numakerbench.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.firmware.Target;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.agent.NightSettings;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.Matrix;
import org.numakerbench.lab.plan.NewestImage;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.lab.plan.WorkItem;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.profile.Profile.HeapLimits;
import picocli.CommandLine;

/** What a killed {@code bench nightly} did not tell, the next one does. */
class NightsOwedTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream remarks = new ByteArrayOutputStream();
    private Path out;
    private LabOptions lab;
    private NightPlan plan;
    private List<WorkItem> items;

    @BeforeEach
    void aPlan() throws Exception {
        VirtualLab boards = VirtualLab.in(directory, "lab", 0, List.of("left"));
        boards.images("1");
        plan = NightPlanReader.read(boards.plan("night", List.of("{board}-*")));
        items = new Matrix(plan, new NewestImage(directory.resolve("images")))
                .items(
                        List.of(new BoardSelector.Board("lab", "left", Target.NUMAKER_PFM_M487, Optional.empty())),
                        (place, build) -> false);
        out = directory.resolve("runs");
        lab = CommandLine.populateCommand(new LabOptions(), "--out", out.toString());
    }

    private NightsOwed owed() {
        return new NightsOwed(plan, lab, new NightOutputs());
    }

    private void makeUp() {
        owed().makeUp(new LabProgress(new PrintStream(remarks, true, StandardCharsets.UTF_8)));
    }

    /** One that its command owes. */
    private NightRow night(String name, Optional<Instant> closes) throws Exception {
        try (LabStore store = lab.open()) {
            NightRow night = store.nights()
                    .begin(
                            name,
                            "digest",
                            NightSettings.of(plan, HeapLimits.NONE).json(),
                            "host",
                            NOW.minusSeconds(60),
                            closes,
                            items);
            owed().owe(night);
            return night;
        }
    }

    private Path page(NightRow night) {
        return out.resolve("nights").resolve(night.night() + ".html");
    }

    @Test
    void aNightWhoseHoursEndedWhileItsHostWasAwayLeavesItsPageOnce() throws Exception {
        NightRow closed = night("night", Optional.of(NOW.minusSeconds(1)));

        makeUp();

        assertThat(page(closed)).content().contains("the night had closed");
        Files.delete(page(closed));
        makeUp();
        assertThat(page(closed)).doesNotExist();
    }

    @Test
    void oneThatGoesOnOrIsOfAnotherPlanWaits() throws Exception {
        NightRow open = night("night", Optional.empty());
        NightRow another = night("other", Optional.of(NOW.minusSeconds(1)));

        makeUp();

        assertThat(page(open)).doesNotExist();
        assertThat(page(another)).doesNotExist();
        try (LabStore store = lab.open()) {
            store.nights().cancel(open.night());
        }
        makeUp();
        assertThat(page(open)).content().contains("cancelled");
        assertThat(page(another)).doesNotExist();
    }

    @Test
    void aPageThatCannotBeWrittenIsTriedAgainAndDoesNotHinderTonight() throws Exception {
        NightRow closed = night("night", Optional.of(NOW.minusSeconds(1)));
        Path inTheWay = Files.writeString(out.resolve("nights"), "a file");

        makeUp();

        assertThat(remarks.toString(StandardCharsets.UTF_8)).contains("cannot be written yet");
        Files.delete(inTheWay);
        makeUp();
        assertThat(page(closed)).exists();
    }
}
