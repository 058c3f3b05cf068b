package org.numakerbench.lab.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.firmware.Target;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.Matrix;
import org.numakerbench.lab.plan.NewestImage;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.submit.Submission.Submitted;
import org.numakerbench.profile.Profile.HeapLimits;

class SubmissionIT {
    private static final List<BoardSelector.Board> BOARDS =
            List.of(new BoardSelector.Board("lab", "left", Target.NUMAKER_PFM_M487, Optional.empty()));

    @TempDir
    private Path directory;

    private VirtualLab lab;
    private Matrix.Lookup images;
    private Path file;

    @BeforeEach
    void aPlan() throws Exception {
        lab = VirtualLab.in(directory, "lab", 0, List.of("left"));
        lab.images("1");
        images = new NewestImage(directory.resolve("images"));
        file = lab.plan("night", List.of("{board}-*"), "repeats: 2");
    }

    @Test
    void aNightThatWasCutOffIsGoneOnWith() throws Exception {
        try (LabStore store = open()) {
            NightRow begun = submit(store, false).night();

            Submitted again = submit(store, false);

            assertThat(again.resumed()).isTrue();
            assertThat(again.night()).isEqualTo(begun);
            assertThat(store.nights().items(begun.night())).hasSize(2);
        }
    }

    @Test
    void aNewerImageOrFreshBeginsAnew() throws Exception {
        try (LabStore store = open()) {
            NightRow first = submit(store, false).night();
            NightRow second = submit(store, true).night();
            lab.image("left-2", "2", VirtualLab.identity("left"));
            NightRow third = submit(store, false).night();

            assertThat(List.of(first.night(), second.night(), third.night())).doesNotHaveDuplicates();
            assertThat(store.nights().find(first.night()).orElseThrow().cancelledMs())
                    .isNotNull();
            assertThat(store.nights().find(second.night()).orElseThrow().cancelledMs())
                    .isNotNull();
            assertThat(store.nights().underWay()).extracting(NightRow::night).containsExactly(third.night());
        }
    }

    @Test
    void aNightWhoseHoursWereOverBeforeItsHostWasBackIsNotGoneOnWith() throws Exception {
        try (LabStore store = open()) {
            NightRow closed = closedNight(store);

            Submitted next = submit(store, false);

            assertThat(next.resumed()).isFalse();
            assertThat(store.nights().find(closed.night()).orElseThrow().endedMs())
                    .isNotNull();
            assertThat(store.nights().items(closed.night()))
                    .extracting(ItemRow::word, ItemRow::reason)
                    .containsOnly(org.assertj.core.groups.Tuple.tuple("NOT_RUN", "the night had closed"));
        }
    }

    /** Of the same plan and images; it closed an hour ago. */
    private NightRow closedNight(LabStore store) throws Exception {
        NightRow same = submit(store, false).night();
        store.nights().cancel(same.night());
        Instant now = store.database().clock().now();
        return store.nights()
                .begin(
                        same.plan(),
                        same.digest(),
                        same.settings(),
                        "host",
                        now.minus(Duration.ofHours(9)),
                        Optional.of(now.minus(Duration.ofHours(1))),
                        new Matrix(plan(), images).items(BOARDS, (place, build) -> false));
    }

    private Submitted submit(LabStore store, boolean fresh) throws Exception {
        return new Submission(store, plan(), HeapLimits.NONE, images).submit(BOARDS, true, fresh);
    }

    private NightPlan plan() throws Exception {
        return NightPlanReader.read(file);
    }

    private LabStore open() throws Exception {
        return LabStore.open(new HistoryAddress.Embedded(directory.resolve("lab.db")));
    }
}
