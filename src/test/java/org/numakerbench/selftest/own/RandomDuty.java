package org.numakerbench.selftest.own;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A line that a firmware which nobody wrote must print, as its description says, and how a board breaks it. Knows nothing of how
 * descriptions are read.
 *
 * @param words also its name, which no other line has
 * @param inOrder behind the duty before it
 * @param first it is the first that is in order
 * @param most no bound: {@link Integer#MAX_VALUE}
 * @param timed it has to come in time
 * @param times how often an honest board prints it
 */
record RandomDuty(
        String words, String step, boolean inOrder, boolean first, int least, int most, boolean timed, int times) {
    /** What is planted, in the words of the selftest's table. */
    enum Broken {
        MISSING,
        TOO_OFTEN,
        EARLY,
        LATE
    }

    static List<RandomDuty> some(Random random) {
        List<RandomDuty> duties = new ArrayList<>();
        boolean first = true;
        for (int i = 3 + random.nextInt(3); i > 0; i--) {
            boolean inOrder = random.nextInt(4) > 0;
            int times = 1 + random.nextInt(3);
            boolean exact = random.nextBoolean();
            duties.add(new RandomDuty(
                    "duty " + RandomLine.word(random) + " " + RandomLine.word(random) + (char) ('a' + i),
                    RandomLine.word(random) + "." + RandomLine.word(random),
                    inOrder,
                    inOrder && first,
                    exact ? times : random.nextInt(times + 1),
                    exact ? times : random.nextBoolean() ? times + random.nextInt(2) : Integer.MAX_VALUE,
                    inOrder && !first && random.nextBoolean(),
                    times));
            first &= !inOrder;
        }
        return duties;
    }

    /** Among a description's lines. */
    String yaml() {
        return "  - {name: " + words + ", step: " + step + ", pattern: \"" + words + "\", reason: nobody sees it}\n";
    }

    /** Among what it expects. */
    String expected(String within) {
        String often = least == most ? "times: " + least : "min: " + least + (most < 9 ? ", max: " + most : "");
        return "  - {line: " + words + ", " + often + (inOrder ? "" : ", order: any")
                + (timed ? ", within: " + within : "") + "}\n";
    }

    /** How a board can break it at all. */
    List<Broken> ways() {
        List<Broken> ways = new ArrayList<>(List.of(Broken.MISSING, Broken.TOO_OFTEN, Broken.LATE));
        if (!first) {
            ways.add(Broken.EARLY);
        }
        return ways;
    }

    /** True when its description rules that out. */
    boolean isCaught(Broken how) {
        return switch (how) {
            case MISSING -> least > 0;
            case TOO_OFTEN -> most < Integer.MAX_VALUE;
            case EARLY -> inOrder && least > 0;
            case LATE -> timed && least > 0;
        };
    }

    /** As the table has it. */
    String planted(Broken how) {
        return switch (how) {
            case MISSING -> least > 1 ? "it comes once too few" : "it does not come";
            case TOO_OFTEN -> "it comes once too often";
            case EARLY -> "it comes ahead of what it comes behind";
            case LATE -> "it comes too late";
        };
    }
}
