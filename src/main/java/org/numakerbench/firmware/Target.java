package org.numakerbench.firmware;

/**
 * A board type by its Mbed target name, or a machine of QEMU. RAM figures: linker scripts of Mbed OS (M487.ld, NUC472.ld)
 * and of {@code src/qemu-board} (board.ld).
 */
public enum Target {
    /** 64 KiB internal, and 1 MiB of external SRAM that holds the heap. */
    NUMAKER_PFM_NUC472(512 * 1024, 64 * 1024 + 1024 * 1024),
    NUMAKER_PFM_M487(512 * 1024, 160 * 1024),
    /** Cortex-M4 with 4 MiB for code and 4 MiB for data. */
    QEMU_MPS2_AN386(4 * 1024 * 1024, 4 * 1024 * 1024),
    /** Any other ARM machine of QEMU; what it has is not known here. */
    QEMU_ARM(Integer.MAX_VALUE, Integer.MAX_VALUE);

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
