package org.numakerbench.crosscheck;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Step;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * Firmware whose users put its tests into a {@code while (true)}: a loop is over where it connects for its first test again
 * (README, "Troubleshooting"). Only after its last test, for a line may also come twice by itself.
 */
final class Loops {
    private List<String> tests = List.of();
    private int wanted = 1;
    private int over;
    private @Nullable Step first;
    private boolean lastTest;

    /**
     * @param tests that the firmware is built for
     * @param wanted how many loops are judged
     */
    void begin(List<String> tests, int wanted) {
        this.tests = tests;
        this.wanted = wanted;
    }

    void boot() {
        over = 0;
        first = null;
        lastTest = false;
    }

    /**
     * @param testsDone the device had said its last word on the tests
     * @return true when {@code claim} begins another loop
     */
    boolean heard(Claim claim, boolean testsDone) {
        Step step = claim.step();
        if (claim.kind() != ClaimKind.CONNECTING || step == null) {
            return false;
        }
        if (first == null) {
            first = step;
        } else if (!step.equals(first)) {
            lastTest = true;
        } else if (testsDone || lastTest && tests.size() > 1) {
            over++;
            lastTest = false;
            return true;
        }
        return false;
    }

    /** How many have come to their end. */
    int over() {
        return over;
    }

    /** All that are judged have come to their end. */
    boolean done() {
        return over >= wanted;
    }

    /** In words; null for firmware that does not loop. */
    @Nullable
    String note() {
        if (over == 0) {
            return null;
        }
        int judged = Math.min(over, wanted);
        return "the firmware tests in a loop: "
                + (judged == 1 ? "its first loop is" : "its first " + judged + " loops are") + " judged, loop "
                + (over + 1) + " had begun when the bench stopped listening";
    }
}
