package org.numakerbench.tune;

/**
 * Sees a visit's network errors through, each with the loop that follows it, and says when the board must be reset: what a
 * failed recovery leaves behind must not decide about the next network error.
 */
public final class Trials {
    /** Loops without an answer after which a visit is given up: its disturbances do not come about. */
    private static final int LOOPS_PER_TRIAL = 8;

    /** What to do after a loop. */
    public enum Next {
        GO_ON,
        RESET,
        STOP
    }

    private final boolean everyLoop;
    private int left;
    private int loopsLeft;
    private boolean awaited;
    private boolean failedBefore;

    /** @param everyLoop nothing is disturbed: every loop is a trial, whose own failure is the network error */
    public Trials(int wanted, boolean everyLoop) {
        this.left = wanted;
        this.loopsLeft = wanted * LOOPS_PER_TRIAL + LOOPS_PER_TRIAL;
        this.everyLoop = everyLoop;
    }

    /** What comes next is no answer to what was before. */
    public void interrupted() {
        awaited = false;
        failedBefore = false;
    }

    /**
     * @param error the loop suffered a network error
     */
    public Next after(boolean passed, boolean hung, boolean error) {
        boolean answered = awaited || hung && error;
        boolean mustReset = hung || !passed && (awaited || failedBefore);
        awaited = !awaited && error && !hung;
        failedBefore = !passed && !mustReset;
        if (answered || everyLoop && !awaited) {
            left--;
        }
        loopsLeft--;
        if (left <= 0 || loopsLeft <= 0) {
            return Next.STOP;
        }
        return mustReset ? Next.RESET : Next.GO_ON;
    }
}
