package org.numakerbench.lab.agent;

import java.nio.file.Path;
import java.util.List;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.plan.BoardSelector;

/** Follows an agent. Called on its boards' threads. */
public interface AgentListener {
    /** A run's log grows in {@code directory}. */
    default void began(String bench, String run, Path directory) {}

    /** Something new is in the log of a run. */
    default void logged(String run, EvidenceEntry entry) {}

    /** A run is complete; its directory has its name now. */
    default void complete(String run, Path directory) {}

    /** An item has come to its end. */
    default void ended(ItemRow item, BoardSelector.Board where, ItemOutcome word, String reason) {}

    /** Something happened to the lab itself. */
    default void remark(String words) {}

    /** Tells several, in their order. */
    static AgentListener all(List<AgentListener> listeners) {
        return new AgentListener() {
            @Override
            public void began(String bench, String run, Path directory) {
                listeners.forEach(it -> it.began(bench, run, directory));
            }

            @Override
            public void logged(String run, EvidenceEntry entry) {
                listeners.forEach(it -> it.logged(run, entry));
            }

            @Override
            public void complete(String run, Path directory) {
                listeners.forEach(it -> it.complete(run, directory));
            }

            @Override
            public void ended(ItemRow item, BoardSelector.Board where, ItemOutcome word, String reason) {
                listeners.forEach(it -> it.ended(item, where, word, reason));
            }

            @Override
            public void remark(String words) {
                listeners.forEach(it -> it.remark(words));
            }
        };
    }
}
