package org.numakerbench.lab.plan;

import java.util.Optional;
import org.numakerbench.firmware.Target;

/** Where a run may take place. */
public sealed interface BoardSelector {
    /** One line; also its name in the queue. */
    String text();

    /** One board of one bench. */
    record Board(String bench, String board, Target target, Optional<String> thing) implements BoardSelector {
        @Override
        public String text() {
            return bench + "/" + board;
        }
    }

    /** Whichever board of a target is free. */
    record Any(Target target) implements BoardSelector {
        @Override
        public String text() {
            return "any " + target;
        }
    }

    Target target();
}
