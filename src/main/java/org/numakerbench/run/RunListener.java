package org.numakerbench.run;

import java.nio.file.Path;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;

/** Follows a run live. Called on the run's own thread. */
public interface RunListener {
    /** Nothing to tell. */
    RunListener SILENT = new RunListener() {
        @Override
        public void stage(String words) {}

        @Override
        public void judged(Judgement judgement) {}
    };

    /** The run has its directory; {@code directory} is where its log grows until it is complete. */
    default void began(String run, Path directory) {}

    /** Something has been put on record, and judged. */
    default void logged(EvidenceEntry entry) {}

    /** What the bench does now, in a few words. */
    void stage(String words);

    /** Something new was said or seen. */
    void judged(Judgement judgement);
}
