package org.numakerbench.uart.grammar;

import java.util.Locale;

/** Generations of the example firmware, oldest first, as the repository's history divides them. */
public enum Generation {
    /** Mbed OS 5.7, January 2018, first days. */
    G0,
    /** Mbed OS 5.7.1, the firmware document's transcript. */
    G1,
    /** Mbed OS 5.8. */
    G1B,
    /** Mbed OS 5.9. */
    G1C,
    /** Mbed OS 5.10 to 5.12: default network interface, 115200 baud. */
    G2,
    /** Mbed OS 5.12 to 5.14.0: heap and stack blocks. */
    G3,
    /** Mbed OS 5.14.2 to 5.15.1: provisioning, memory report on command. */
    G4,
    /** Mbed OS 5.15: waits 5 s for its own message. */
    G5,
    /** Mbed OS 5.15 to 6.17: TLS socket of the OS. */
    G6,
    /** Mbed CE. */
    G7;

    /** As the tables write it: {@code G1b}. */
    public String word() {
        return name().replace('B', 'b').replace('C', 'c');
    }

    /**
     * By its {@link #word()}.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Generation of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
