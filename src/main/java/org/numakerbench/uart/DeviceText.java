package org.numakerbench.uart;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.numakerbench.text.SafeText;

/** Text from the device, which may be hostile or damaged. */
public final class DeviceText {
    private DeviceText() {}

    /** UTF-8, malformed sequences as U+FFFD. */
    public static String decode(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    /** One character a byte. */
    public static String bytes(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** True when the bytes are well-formed UTF-8. */
    public static boolean wellFormed(byte[] data) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /** For a person to read: control characters and malformed bytes as {@code \x00}. */
    public static String printable(byte[] data, int from, int to) {
        byte[] part = java.util.Arrays.copyOfRange(data, from, to);
        if (wellFormed(part)) {
            return escapeControls(new String(part, StandardCharsets.UTF_8));
        }
        StringBuilder text = new StringBuilder(2 * part.length);
        for (byte b : part) {
            int value = b & 0xFF;
            if (value < 0x20 || value >= 0x7F) {
                text.append("\\x")
                        .append(Character.forDigit(value >> 4, 16))
                        .append(Character.forDigit(value & 15, 16));
            } else {
                text.append((char) value);
            }
        }
        return text.toString();
    }

    /** Control and format characters as {@code \x1b} or {@code \}{@code u202e}, so that a terminal does not obey the device. */
    public static String escapeControls(String text) {
        return SafeText.line(text);
    }
}
