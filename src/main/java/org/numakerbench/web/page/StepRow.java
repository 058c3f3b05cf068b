package org.numakerbench.web.page;

/**
 * A step of a run, its worst finding deciding.
 *
 * @param word a verdict, or what there is instead of one
 * @param said the device's words, first line
 * @param reason empty for what is confirmed
 * @param claims how many were judged
 */
public record StepRow(String step, String word, String said, String reason, int claims) {
    private static final String COMING = "to come";
    private static final String WAITING = "judging";
    private static final String NOT_REACHED = "not reached";

    public static StepRow coming(String step) {
        return new StepRow(step, COMING, "", "", 0);
    }

    /** Said, and not judged yet. */
    public static StepRow waiting(String step, String said) {
        return new StepRow(step, WAITING, said, "", 0);
    }

    public static StepRow notReached(String step) {
        return new StepRow(step, NOT_REACHED, "", "", 0);
    }

    public boolean isJudged() {
        return claims > 0;
    }

    public String id() {
        return "step-" + Css.of(step);
    }

    public String css() {
        return Css.of(word);
    }
}
