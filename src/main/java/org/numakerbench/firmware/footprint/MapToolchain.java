package org.numakerbench.firmware.footprint;

/** Whose linker wrote a map file; the names are those of Mbed's build tools. */
public enum MapToolchain {
    /** GNU ld, {@code -Map}. */
    GCC_ARM,
    /** armlink of ARM Compiler 5 and 6, {@code --map --info=sizes,totals}. */
    ARM,
    /** IAR ilinkarm, {@code --map}. */
    IAR
}
