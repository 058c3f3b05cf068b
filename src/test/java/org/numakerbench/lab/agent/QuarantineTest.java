package org.numakerbench.lab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.firmware.Image;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.store.LabRows;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Stage;
import org.numakerbench.run.RunPlan;

/** What is held against a board, and what is not. */
class QuarantineTest {
    private static final int AFTER = 3;

    @TempDir
    private Path scratch;

    private LabStore store;
    private NightRow night;
    private Quarantine quarantine;

    @BeforeEach
    void open() throws Exception {
        store = LabStore.open(new HistoryAddress.Embedded(scratch.resolve("lab.db")));
        night = LabRows.night(store, "plan", LabRows.LEFT);
        quarantine = new Quarantine(new Left(), store.attempts(), remark -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void faults(Stage stage, String reason) throws LabException {
        ItemRow item = store.nights().items(night.night()).get(0);
        for (int i = 0; i < AFTER; i++) {
            store.attempts()
                    .end(
                            store.attempts().begin(item, "lab", "left", "agent", null),
                            OneRun.fault(stage, FailureCode.at(stage), reason));
        }
    }

    @Test
    void faultsOfABoardsOwnMeansPutItOut() throws LabException {
        faults(Stage.FLASH, "the flash tool failed");

        assertThat(quarantine.of(night, AFTER)).contains("3 bench faults in a row; the last: the flash tool failed");
    }

    @Test
    void aHostThatWasStalledIsHeldAgainstNoBoard() throws LabException {
        faults(Stage.HOST, "this host was stalled for 11 s");

        assertThat(quarantine.of(night, AFTER)).isEmpty();
    }

    private static final class Left implements BoardSlot {
        @Override
        public BoardSelector.Board place() {
            return LabRows.LEFT;
        }

        @Override
        public RunPlan plan(Image image) {
            throw new AssertionError("nothing runs here");
        }

        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public Duration goesOnFor() {
            return Duration.ZERO;
        }

        @Override
        public Optional<PowerCycle> power() {
            return Optional.empty();
        }
    }
}
