package org.numakerbench.uart;

/** A log that is not what the device sent, and cannot be made that: why, and what to do. */
public final class TerminalLogException extends Exception {
    private static final long serialVersionUID = 1L;

    TerminalLogException(String whatAndRemedy) {
        super(whatAndRemedy);
    }
}
