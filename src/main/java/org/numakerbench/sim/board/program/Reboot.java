package org.numakerbench.sim.board.program;

/** The chip restarts itself in the middle of a run. */
final class Reboot extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Reboot() {
        super("the chip restarts itself", null, false, false);
    }
}
