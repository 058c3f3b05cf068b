package org.numakerbench.text;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as every output writes it: what {@link SafeText} makes visible elsewhere is {@code \}{@code u202e} here, so that a
 * terminal which shows the JSON obeys nobody, and whoever parses it has the very text.
 */
public final class JsonText {
    /** Reads strictly and writes on one line. */
    public static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().characterEscapes(new Escapes()).build())
            .build();

    /** The same in ASCII alone, for lines that a device's bytes stand in. */
    public static final JsonMapper ASCII = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();

    private JsonText() {}

    /** A record, a tree or the like on one line. */
    public static String line(Object json) {
        return MAPPER.writeValueAsString(json);
    }

    /** Indented, for people too. */
    public static String indented(Object json) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int[] ASCII = ascii();

        private static int[] ascii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            escapes[0x7f] = CharacterEscapes.ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ASCII;
        }

        /** @param c one of Java's characters: halves of pairs come one by one, and are written so */
        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return SafeText.isUnsafe(c) ? new SerializedString(String.format("\\u%04x", c)) : null;
        }
    }
}
