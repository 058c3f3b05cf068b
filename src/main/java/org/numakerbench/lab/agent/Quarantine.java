package org.numakerbench.lab.agent;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.store.Attempts;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Stage;

/**
 * When a board fails its bench again and again: its power is cycled before the last fault that is borne, and after that one it
 * is out of the night. Only faults of its own port, flasher and resetter are held against it.
 */
final class Quarantine {
    private static final Set<Stage> ITS_OWN = EnumSet.of(Stage.SERIAL, Stage.FLASH, Stage.RESET);

    private final BoardSlot station;
    private final BoardSelector.Board place;
    private final Attempts attempts;
    private final Consumer<String> remark;
    private final Set<String> outOf = ConcurrentHashMap.newKeySet();

    Quarantine(BoardSlot station, Attempts attempts, Consumer<String> remark) {
        this.station = station;
        this.place = station.place();
        this.attempts = attempts;
        this.remark = remark;
    }

    /** Nights that the board is out of, as far as this agent has seen. */
    Set<String> outOf() {
        return outOf;
    }

    /** Why the board is out of {@code night}; empty when it is not. */
    Optional<String> of(NightRow night, int after) throws LabException {
        List<AttemptRow> faults = faultsInARow(night, after);
        if (faults.size() < after) {
            return Optional.empty();
        }
        outOf.add(night.night());
        return Optional.of(faults.size() + " bench faults in a row; the last: "
                + faults.get(0).reason());
    }

    private List<AttemptRow> faultsInARow(NightRow night, int most) throws LabException {
        return attempts.lastOn(night.night(), place.bench(), place.board(), most).stream()
                .takeWhile(
                        it -> it.outcome() == Outcome.BENCH_FAULT && it.stage() != null && ITS_OWN.contains(it.stage()))
                .toList();
    }

    /** Cycles the power when the next fault would be the last that is borne. */
    void remedy(NightRow night, int after) throws LabException, InterruptedException {
        Optional<BoardSlot.PowerCycle> power = station.power();
        int faults = faultsInARow(night, after).size();
        if (power.isEmpty() || faults != Math.max(1, after - 1)) {
            return;
        }
        String words = place.text() + ": " + faults + " bench faults in a row; its power was cycled";
        try {
            power.get().run();
            remark.accept(words);
        } catch (DriverException failure) {
            remark.accept(words + ", in vain: " + failure.getMessage() + "; " + failure.remedy());
        }
    }
}
