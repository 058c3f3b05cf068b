package org.numakerbench.uart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.grammar.LinePattern;

/** Hides the password in the AT commands that join or make a Wi-Fi network. */
final class WifiPassword {
    private static final byte[][] COMMANDS = {
        "CWJAP".getBytes(StandardCharsets.US_ASCII), "CWSAP".getBytes(StandardCharsets.US_ASCII)
    };
    private static final byte[] HIDDEN = "\"***\"".getBytes(StandardCharsets.US_ASCII);

    private WifiPassword() {}

    /** The bytes with everything after the network's name hidden, or null when no such command is in them. */
    static byte @Nullable [] masked(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == 'C') {
                for (byte[] command : COMMANDS) {
                    if (LinePattern.startsWith(command, data, i, to)) {
                        return masked(data, from, to, i + command.length);
                    }
                }
            }
        }
        return null;
    }

    private static byte[] masked(byte[] data, int from, int to, int after) {
        int at = after;
        while (at < to && data[at] != '=') {
            at++;
        }
        if (at == to) {
            return Arrays.copyOfRange(data, from, to);
        }
        int equals = at + 1;
        int quotes = 0;
        while (at < to && quotes < 2) {
            quotes += data[at++] == '"' ? 1 : 0;
        }
        // Damaged quotes: the name may be hidden too, the password must be.
        int keep = (quotes == 2 && at < to && data[at] == ',' ? at + 1 : quotes == 2 && at == to ? to : equals) - from;
        if (keep == to - from) {
            return Arrays.copyOfRange(data, from, to);
        }
        byte[] masked = Arrays.copyOf(Arrays.copyOfRange(data, from, from + keep), keep + HIDDEN.length);
        System.arraycopy(HIDDEN, 0, masked, keep, HIDDEN.length);
        return masked;
    }
}
