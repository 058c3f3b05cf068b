package org.numakerbench.uart;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from the device, which may be hostile or damaged. */
final class DeviceText {
    private DeviceText() {}

    /** UTF-8, malformed sequences as U+FFFD. */
    static String decode(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    /** One character a byte. */
    static String bytes(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** True when the bytes are well-formed UTF-8. */
    static boolean wellFormed(byte[] data) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    /** For a person to read: control characters and malformed bytes as {@code \x00}. */
    static String printable(byte[] data, int from, int to) {
        byte[] part = java.util.Arrays.copyOfRange(data, from, to);
        if (wellFormed(part)) {
            return escapeControls(new String(part, StandardCharsets.UTF_8));
        }
        StringBuilder text = new StringBuilder();
        for (byte b : part) {
            int value = b & 0xFF;
            if (value < 0x20 || value >= 0x7F) {
                text.append("\\x%02x".formatted(value));
            } else {
                text.append((char) value);
            }
        }
        return text.toString();
    }

    /** Control and format characters as {@code \x1b} or {@code \u202e}, so that a terminal does not obey the device. */
    static String escapeControls(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 0x20 && c < 0x7F;
            if (!plain
                    && (Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || c == '\u2028'
                            || c == '\u2029')) {
                if (escaped == null) {
                    escaped = new StringBuilder(text.substring(0, i));
                }
                escaped.append(c < 0x100 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c));
            } else if (escaped != null) {
                escaped.append(c);
            }
        }
        return escaped == null ? text : escaped.toString();
    }
}
