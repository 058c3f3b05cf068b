package org.numakerbench.firmware.footprint;

/**
 * What one module takes.
 *
 * @param ramBytes data, initialised or not
 * @param flashBytes code, constants and the initial values of data
 */
public record ModuleBytes(long ramBytes, long flashBytes) {
    /** A module that is not there. */
    public static final ModuleBytes NONE = new ModuleBytes(0, 0);

    public ModuleBytes {
        if (ramBytes < 0 || flashBytes < 0) {
            throw new IllegalArgumentException("a module of " + ramBytes + " bytes RAM, " + flashBytes + " flash");
        }
    }

    ModuleBytes plus(ModuleBytes more) {
        return new ModuleBytes(ramBytes + more.ramBytes, flashBytes + more.flashBytes);
    }
}
