package org.numakerbench.selftest.own;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription.Line;

/**
 * A line that a board prints, what the cloud sees of it, and what a server answers that is asked behind it.
 *
 * @param line null for banner and end
 * @param text empty when it keeps silent of what it does
 * @param answered with what the bench does behind it
 * @param pause ahead of it
 */
record Said(@Nullable Line line, String text, List<Fact> seen, List<Fact> answered, Duration pause) {
    Said(@Nullable Line line, String text, List<Fact> seen) {
        this(line, text, seen, List.of(), Duration.ZERO);
    }

    Said seeing(List<Fact> others) {
        return new Said(line, text, others, answered, pause);
    }

    Said saying(String other) {
        return new Said(line, other, seen, answered, pause);
    }

    Said answering(List<Fact> others) {
        return new Said(line, text, seen, others, pause);
    }

    Said behind(Duration other) {
        return new Said(line, text, seen, answered, other);
    }
}
