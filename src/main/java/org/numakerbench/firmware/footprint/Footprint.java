package org.numakerbench.firmware.footprint;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * RAM and flash of an image before it runs, in bytes.
 *
 * <p>{@code ramBytes} is all static data: initialised, zeroed, and kept over a reset. Not in it: what the linker script
 * leaves to malloc ({@code .heap}, {@code ARM_LIB_HEAP}, {@code HEAP}), because it is filled at run time and the device
 * itself says how far (a region for both, {@code ARM_LIB_STACKHEAP}, is taken for heap); and what it reserves as the
 * stack of interrupts and of the start ({@code .stack}, {@code ARM_LIB_STACK}, {@code CSTACK}), which is {@code
 * stackBytes}. Stacks of threads are static data of the program.
 *
 * @param toolchain whose map said so
 * @param stackBytes stack that the linker script reserves outside all data
 * @param flashBytes code, constants, initial values of data
 * @param modules by name, sorted; they add up to {@code ramBytes} and {@code flashBytes}. {@code [fill]} is what
 *     alignment costs, {@code [linker]} what belongs to no object file, {@code [lib]/c} and the like are the
 *     toolchain's libraries
 */
public record Footprint(
        MapToolchain toolchain,
        long ramBytes,
        long stackBytes,
        long flashBytes,
        SortedMap<String, ModuleBytes> modules) {
    public Footprint {
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
        ModuleBytes sum = modules.values().stream().reduce(ModuleBytes.NONE, ModuleBytes::plus);
        if (sum.ramBytes() != ramBytes || sum.flashBytes() != flashBytes || stackBytes < 0) {
            throw new IllegalArgumentException("modules of " + sum + " are not " + ramBytes + " bytes of RAM and "
                    + flashBytes + " of flash, stack " + stackBytes);
        }
    }

    /** The sums of {@code modules}. */
    static Footprint of(MapToolchain toolchain, long stackBytes, Map<String, ModuleBytes> modules) {
        ModuleBytes sum = modules.values().stream().reduce(ModuleBytes.NONE, ModuleBytes::plus);
        return new Footprint(toolchain, sum.ramBytes(), stackBytes, sum.flashBytes(), new TreeMap<>(modules));
    }

    /**
     * What is added to the most heap that was in use, for the memory footprint as the firmware's own document defines it:
     * static memory (global and stack) by the map file, plus the maximum heap by the UART.
     */
    public long staticBytes() {
        return ramBytes + stackBytes;
    }
}
