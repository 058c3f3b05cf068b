package org.numakerbench.sim.board.program;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Firmware generations by the Mbed OS version of their first commit; what differs on the wire is a column of this table.
 * Source: the history of the firmware's {@code main.cpp}, {@code mbed-os.lib} and {@code easy-connect.lib}.
 */
enum Generation {
    /** f70427d, 2018-01: easy-connect prints the IP version. */
    G1(5, 7, Network.EASY_CONNECT, Memory.TWO_LINES, "\n", false, false),
    /** 80eb0bf, 2018-08: easy-connect is silent. */
    G1C(5, 9, Network.SILENT, Memory.TWO_LINES, "\n", false, false),
    /** 0412052, 2018-10: the default network interface. */
    G2(5, 10, Network.ADDRESS, Memory.TWO_LINES, "\n", false, false),
    /** cb44457, 2019-04: blocks for heap and stacks. */
    G3(5, 12, Network.ADDRESS, Memory.BLOCKS, "\n\n", false, false),
    /** a4a7c4f, 2020-03: provisioning before main, 5 s for a message, memory report on command. */
    G5(5, 15, Network.ADDRESS, Memory.ON_COMMAND, "\n\n", true, true);

    /** How the firmware tells about its network. */
    enum Network {
        EASY_CONNECT,
        SILENT,
        ADDRESS
    }

    /** How it tells about its memory. */
    enum Memory {
        TWO_LINES,
        BLOCKS,
        ON_COMMAND
    }

    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final int NEWEST_MAJOR = 5;

    private final int major;
    private final int minor;
    private final Network network;
    private final Memory memory;
    private final String afterDisconnect;
    private final boolean provisions;
    private final boolean limitsWait;

    Generation(
            int major,
            int minor,
            Network network,
            Memory memory,
            String afterDisconnect,
            boolean provisions,
            boolean limitsWait) {
        this.major = major;
        this.minor = minor;
        this.network = network;
        this.memory = memory;
        this.afterDisconnect = afterDisconnect;
        this.provisions = provisions;
        this.limitsWait = limitsWait;
    }

    /** The generation of a version such as {@code 5.7.1}; empty if the virtual board does not know it. */
    static Optional<Generation> of(String mbedOs) {
        Matcher version = VERSION.matcher(mbedOs);
        if (!version.matches() || Integer.parseInt(version.group(1)) > NEWEST_MAJOR) {
            return Optional.empty();
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return Arrays.stream(values())
                .filter(generation -> generation.major == major && generation.minor <= minor)
                .reduce((older, newer) -> newer);
    }

    Network network() {
        return network;
    }

    Memory memory() {
        return memory;
    }

    /** What ends both disconnect lines. */
    String afterDisconnect() {
        return afterDisconnect;
    }

    /** Whether the device is provisioned before main. */
    boolean provisions() {
        return provisions;
    }

    /** Whether it stops waiting for a message after 5 s, and says that it waits. */
    boolean limitsWait() {
        return limitsWait;
    }
}
