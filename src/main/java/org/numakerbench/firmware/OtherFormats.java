package org.numakerbench.firmware;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files that build tools leave beside an image, or make of it: a BIN file has no mark of its own, these have. */
final class OtherFormats {
    /** None of them can be an initial stack pointer in the RAM of a board. */
    private static final Map<String, String> BY_FIRST_BYTES = new LinkedHashMap<>();

    static {
        BY_FIRST_BYTES.put("!<arch>\n", "a library of object files");
        BY_FIRST_BYTES.put("UF2\n", "a UF2 file");
        BY_FIRST_BYTES.put("DfuSe", "a DfuSe file");
        BY_FIRST_BYTES.put("PK\3\4", "a ZIP archive");
        BY_FIRST_BYTES.put("\u001f\u008b\b", "a gzip archive");
        BY_FIRST_BYTES.put("S0", "Motorola S-records");
        BY_FIRST_BYTES.put("S1", "Motorola S-records");
        BY_FIRST_BYTES.put("S3", "Motorola S-records");
        BY_FIRST_BYTES.put("\u00ef\u00bb\u00bf:", "Intel HEX behind a byte order mark");
        BY_FIRST_BYTES.put("version https://git-lfs", "a pointer of Git LFS, not the file itself");
        BY_FIRST_BYTES.put("<!DOCTYPE", "a page of the web");
        BY_FIRST_BYTES.put("<html", "a page of the web");
    }

    private OtherFormats() {}

    /** What the file is instead of an image; null when nothing shows that it is none. */
    static @Nullable String nameOf(byte[] bytes) {
        String first = new String(Arrays.copyOf(bytes, Math.min(bytes.length, 32)), StandardCharsets.ISO_8859_1);
        return BY_FIRST_BYTES.entrySet().stream()
                .filter(it -> first.startsWith(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
