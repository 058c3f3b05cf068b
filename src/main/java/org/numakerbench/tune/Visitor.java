package org.numakerbench.tune;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.numakerbench.tune.build.BuildFailedException;
import org.numakerbench.tune.search.Assignment;
import org.numakerbench.tune.search.Loop;

/** Runs loops on boards: the bench's, or imagined ones. */
public interface Visitor {
    /** The visits of the round that begins, so that their images can be built beside the boards' work. */
    default void expect(List<Assignment> visits) {}

    /**
     * Runs loops of a setting until its disturbances were seen through. Called for one board at a time on one thread,
     * for several boards on several threads.
     *
     * @param trials disturbances still to be seen through
     * @param firstNumber of the first loop
     * @param loops takes each loop when it is over
     * @throws BuildFailedException when the setting has no image
     * @throws BoardFailedException when the bench cannot work with this board any more
     * @throws IOException when nothing can be recorded any more
     */
    void visit(Assignment assignment, int trials, int firstNumber, Consumer<Loop> loops)
            throws BuildFailedException, BoardFailedException, IOException, InterruptedException;
}
