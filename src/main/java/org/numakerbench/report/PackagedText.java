package org.numakerbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Text files that are part of the program. */
public final class PackagedText {
    private PackagedText() {}

    /** @param path from the root of the class path, with a leading slash */
    public static String of(String path) {
        try (InputStream in = PackagedText.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
