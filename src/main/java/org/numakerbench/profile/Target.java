package org.numakerbench.profile;

/**
 * A board type by its Mbed target name. RAM figures: linker scripts of Mbed OS (M487.ld, NUC472.ld).
 */
public enum Target {
    /** 64 KiB internal, and 1 MiB of external SRAM that holds the heap. */
    NUMAKER_PFM_NUC472(512 * 1024, 64 * 1024 + 1024 * 1024),
    NUMAKER_PFM_M487(512 * 1024, 160 * 1024);

    private final long flashBytes;
    private final long ramBytes;

    Target(long flashBytes, long ramBytes) {
        this.flashBytes = flashBytes;
        this.ramBytes = ramBytes;
    }

    public long flashBytes() {
        return flashBytes;
    }

    /** RAM that static data and heap share. */
    public long ramBytes() {
        return ramBytes;
    }
}
