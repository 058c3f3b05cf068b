package org.numakerbench.lab.agent;

import java.nio.file.Path;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.Word;
import org.numakerbench.lab.plan.Place;

/** Follows an agent. Called on its boards' threads. */
public interface AgentListener {
    /** A run's log grows in {@code directory}. */
    default void began(String bench, String run, Path directory) {}

    /** Something new is in the log of a run. */
    default void grew(String run) {}

    /** A run is complete; its directory has its name now. */
    default void complete(String run, Path directory) {}

    /** An item has come to its end. */
    default void ended(ItemRow item, Place.Board where, Word word, String reason) {}

    /** Something happened to the lab itself. */
    default void remark(String words) {}
}
