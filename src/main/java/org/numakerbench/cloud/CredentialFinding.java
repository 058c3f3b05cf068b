package org.numakerbench.cloud;

/**
 * One thing that was looked at.
 *
 * @param where a file, or {@code HOST:PORT}
 * @param what what was found, in a sentence without key material
 * @param remedy what a person can do; empty when nothing needs doing
 */
public record CredentialFinding(Level level, String where, String what, String remedy) {
    /** How bad it is. */
    public enum Level {
        OK,
        /** Works tonight, not for ever or not everywhere. */
        WARNING,
        /** Will not work. */
        BROKEN,
        /** Could not be found out: the endpoint cannot be reached. */
        UNREACHABLE
    }

    static CredentialFinding ok(Object where, String what) {
        return new CredentialFinding(Level.OK, where.toString(), what, "");
    }

    static CredentialFinding warning(Object where, String what, String remedy) {
        return new CredentialFinding(Level.WARNING, where.toString(), what, remedy);
    }

    static CredentialFinding broken(Object where, String what, String remedy) {
        return new CredentialFinding(Level.BROKEN, where.toString(), what, remedy);
    }
}
