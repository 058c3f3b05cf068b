package org.numakerbench.run;

import java.util.function.Consumer;
import org.numakerbench.evidence.Fact;

/** A link between a board and its endpoint that can be disturbed on a schedule. */
public interface FaultyPath {
    /**
     * From now on connections are disturbed as {@code seed} says; what was open before is forgotten.
     *
     * @param record takes what the link plans and does; any thread
     */
    void begin(long seed, Consumer<Fact> record);

    /** No connection is disturbed any more, and nothing is recorded. */
    void end();
}
