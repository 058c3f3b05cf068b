package org.numakerbench.crash;

/**
 * What happens at an operation that changes the disk: a write, sync, create, rename, delete, truncation, lock.
 *
 * @param at which operation, from 1; 0: none
 * @param seed decides what a power cut leaves, and how much of the write under way
 */
public record Fault(Kind kind, int at, long seed) {
    /** What happens. */
    public enum Kind {
        /** The process is gone; what it wrote is there. */
        KILL,
        /** The host is gone; of what was not synced, chance decides. */
        POWER_CUT,
        /** No room, from then on until the process ends. */
        FULL,
        /** An error of the device, once. */
        ERROR
    }

    public static final Fault NONE = new Fault(Kind.ERROR, 0, 0);

    public boolean ends() {
        return kind == Kind.KILL || kind == Kind.POWER_CUT;
    }

    @Override
    public String toString() {
        return at == 0 ? "no fault" : kind + " at operation " + at + ", seed " + seed;
    }
}
