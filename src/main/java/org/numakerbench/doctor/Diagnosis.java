package org.numakerbench.doctor;

/**
 * One thing that was looked at.
 *
 * @param where board, file or part of the host
 * @param what what was found
 * @param remedy the command or change that mends it; empty when nothing needs doing
 */
public record Diagnosis(Level level, String where, String what, String remedy) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** Works tonight, not for ever or not everywhere. */
        WARNING,
        /** Stops a run. */
        BROKEN
    }

    static Diagnosis ok(String where, String what) {
        return new Diagnosis(Level.OK, where, what, "");
    }

    static Diagnosis warning(String where, String what, String remedy) {
        return new Diagnosis(Level.WARNING, where, what, remedy);
    }

    static Diagnosis broken(String where, String what, String remedy) {
        return new Diagnosis(Level.BROKEN, where, what, remedy);
    }
}
