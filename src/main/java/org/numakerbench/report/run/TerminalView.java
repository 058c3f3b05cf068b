package org.numakerbench.report.run;

import java.nio.file.Path;
import org.numakerbench.crosscheck.Judgement;

/** A run as it is shown while it goes on, and at its end. */
public interface TerminalView {
    /** What the bench does now. */
    void stage(String words);

    /** Something new was said or seen. */
    void update(Judgement live);

    /** The end, with where the reports are. */
    void finish(Judgement judgement, Path directory);
}
