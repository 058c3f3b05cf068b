package org.numakerbench.sim.board.wire;

/** Ends a program that was stopped by reset, flashing or power-off. Thrown in its own thread only. */
public final class Halted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Halted() {
        super("the program was stopped", null, false, false);
    }
}
