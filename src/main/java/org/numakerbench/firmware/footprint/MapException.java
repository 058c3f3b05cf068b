package org.numakerbench.firmware.footprint;

/** A text is no map file that can be read: what is wrong, in which line, and what would be right. */
public final class MapException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line counted from 1; 0 when it is the whole file that is wrong */
    public MapException(int line, String whatAndRemedy) {
        super(whatAndRemedy);
        this.line = line;
    }

    /** From 1, or 0 for the whole file. */
    public int line() {
        return line;
    }
}
