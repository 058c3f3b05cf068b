package org.numakerbench.uart.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.RawLine;

/** Texts that can begin in the middle of a line or of a block. */
public final class Landmarks {
    private static final byte[] BANNER = bytes("Starting AWS IoT test");
    private static final byte[][] CRASH = {bytes("++ MbedOS Fault Handler ++"), bytes("++ MbedOS Error Info ++")};

    /** The message callback, the error path and other threads interrupt whatever is being printed (notes 3.3, 3.16). */
    private static final byte[][] INTERRUPTIONS = {
        bytes("Message arrived: qos "),
        CRASH[0],
        CRASH[1],
        BANNER,
        bytes("CMSIS-RTOS error: "),
        bytes("mbed assertation failed: "),
        bytes("Operator new"),
        bytes("TLSSocket recv("),
        bytes("TLSSocket send("),
        bytes("_tlssocket->"),
        bytes("[DBG ]["),
        bytes("[INFO]["),
        bytes("[WARN]["),
        bytes("[ERR ]["),
        bytes("AT> AT+"),
        bytes("AT? "),
        bytes("AT= "),
        bytes("AT< "),
        bytes("AT! "),
        bytes("AT(Timeout)"),
        bytes("** MBED HEAP STATS **"),
        bytes("** MBED THREAD STACK STATS **")
    };

    private static final byte[][][] BY_FIRST_BYTE = byFirstByte();

    private static final byte[] SUBSCRIBES = bytes("MQTT subscribes to ");
    private static final byte[] PUBLISHES = bytes("MQTT publishes message to ");
    private static final byte[] UNSUBSCRIBES = bytes("MQTT unsubscribes from ");

    private Landmarks() {}

    private static byte[][][] byFirstByte() {
        byte[][][] table = new byte[128][][];
        for (byte[] text : INTERRUPTIONS) {
            byte[][] others = table[text[0]];
            byte[][] all = others == null ? new byte[1][] : Arrays.copyOf(others, others.length + 1);
            all[all.length - 1] = text;
            table[text[0]] = all;
        }
        return table;
    }

    /** Where, from {@code from} on, another line begins in the middle of this one; -1 when none does. */
    public static int interruption(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[][] texts = data[i] < 0 ? null : BY_FIRST_BYTE[data[i]];
            if (texts != null) {
                for (byte[] text : texts) {
                    if (LinePattern.startsWith(text, data, i, to) && !isTraced(data, i)) {
                        return i;
                    }
                }
            }
        }
        return -1;
    }

    /** The driver's lines also come within a trace: {@code [DBG ][ESPA]: AT> AT+CIFSR}. */
    private static boolean isTraced(byte[] data, int at) {
        return data[at] == 'A' && at > 2 && data[at - 3] == ']' && data[at - 2] == ':' && data[at - 1] == ' ';
    }

    /** Where a lost CR hides the result of an operation behind its progress text; -1 when nowhere. */
    public static int result(ClaimKind operation, byte[] data, int from, int to) {
        byte[] text = resultPrefix(operation);
        if (text != null) {
            for (int i = from; i < to; i++) {
                if (LinePattern.startsWith(text, data, i, to)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static byte @Nullable [] resultPrefix(ClaimKind operation) {
        return switch (operation) {
            case MQTT_SUBSCRIBE -> SUBSCRIBES;
            case MQTT_PUBLISH -> PUBLISHES;
            case MQTT_UNSUBSCRIBE -> UNSUBSCRIBES;
            default -> null;
        };
    }

    /** Where a crash block begins, its first line being the last text of this line; -1 when it does not. */
    public static int crash(RawLine line) {
        byte[] data = line.data();
        int end = data.length;
        while (end > 0 && data[end - 1] == '\r') {
            end--;
        }
        for (byte[] mark : CRASH) {
            if (LinePattern.startsWith(mark, data, end - mark.length, end)) {
                return end - mark.length;
            }
        }
        return -1;
    }

    /** True when the line is the first of a new start of the board. */
    public static boolean banner(RawLine line) {
        int from = line.afterLeadingReturns();
        byte[] data = line.data();
        return data.length - from == BANNER.length && LinePattern.startsWith(BANNER, data, from, data.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
