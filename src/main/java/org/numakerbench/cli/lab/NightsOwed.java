package org.numakerbench.cli.lab;

import java.io.IOException;
import org.numakerbench.files.Markers;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.store.LabStore;

/**
 * Nights of a plan that a command waits for and has yet to tell of. One that is killed, or finds the disk full, before it has
 * leaves it to the next start, and a night whose hours ended while its host was away is told of, too.
 */
final class NightsOwed {
    private final NightPlan plan;
    private final LabOptions lab;
    private final NightOutputs outputs;
    private final Markers markers;

    NightsOwed(NightPlan plan, LabOptions lab, NightOutputs outputs) {
        this.plan = plan;
        this.lab = lab;
        this.outputs = outputs;
        this.markers = new Markers(lab.out().resolve(".nights-pending"));
    }

    /** Tells of those that earlier starts did not come to; what hinders that does not hinder the next night. */
    void makeUp(LabProgress progress) {
        try {
            if (markers.all().isEmpty()) {
                return;
            }
            try (LabStore store = LabStore.open(lab.address(plan.lab()))) {
                store.nights().tidy();
                for (String name : markers.all()) {
                    NightRow night = store.nights().find(name).orElse(null);
                    if (night != null && night.plan().equals(plan.name()) && night.endedMs() != null) {
                        outputs.leaveLate(store, night, plan.webhook(), lab);
                        markers.remove(name);
                    }
                }
            }
        } catch (IOException failure) {
            progress.remark("the page of an earlier night cannot be written yet: " + failure.getMessage());
        }
    }

    /** From now on {@code night} is to be told of, whatever happens. */
    void owe(NightRow night) throws IOException {
        markers.add(night.night());
    }

    /**
     * Tells of a night that has ended.
     *
     * @return its exit code
     */
    int leave(LabStore store, NightRow night) throws IOException {
        int exitCode = outputs.leave(store, night, plan.webhook(), lab);
        markers.remove(night.night());
        return exitCode;
    }
}
