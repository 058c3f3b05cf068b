package org.numakerbench.selftest.own;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.HostText;

/**
 * A line that a description expects, or the answer to what the bench sends.
 *
 * @param name for people
 * @param line name or pattern, as {@code after}
 * @param after null: what is expected before it
 * @param within null: whenever
 * @param sort why it is expected
 */
record Expected(
        String name,
        String line,
        @Nullable String after,
        @Nullable Duration within,
        boolean inOrder,
        int least,
        int most,
        String step,
        Sort sort) {
    /** Why a line is expected. */
    enum Sort {
        LISTED,
        /** It begins or ends a phase, of which nothing more can be said. */
        BOUND,
        /** It comes behind what the bench sends. */
        ANSWER
    }

    /** All, in the description's order. */
    static List<Expected> of(FirmwareDescription description) {
        List<Expected> all = new ArrayList<>();
        for (ExpectedLine it : description.expected()) {
            boolean listed = all.size() < description.expect().size();
            all.add(new Expected(
                    (listed ? "expect " : "phase " + it.step() + ": ") + it.line(),
                    it.line(),
                    it.after(),
                    it.within(),
                    it.comesInOrder(),
                    it.least(),
                    it.most(),
                    step(it.step(), it.line(), description),
                    listed ? Sort.LISTED : Sort.BOUND));
        }
        for (HostText it : description.send()) {
            String answer = it.answer();
            if (answer != null) {
                all.add(new Expected(
                        "answer " + answer,
                        answer,
                        it.after(),
                        it.patience(),
                        false,
                        1,
                        Integer.MAX_VALUE,
                        step(it.step(), answer, description),
                        Sort.ANSWER));
            }
        }
        return all;
    }

    private static String step(@Nullable String own, String line, FirmwareDescription description) {
        Line named = description.line(line);
        return own != null ? own : named != null && named.step() != null ? named.step() : ExpectedLine.STEP;
    }
}
