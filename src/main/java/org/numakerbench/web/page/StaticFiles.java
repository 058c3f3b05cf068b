package org.numakerbench.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.numakerbench.report.StyleSheet;

/** The few files that pages ask for: a style sheet, a script and an icon. There are no others. */
public final class StaticFiles {
    /** What a file is and holds. */
    public record StaticFile(String type, byte[] bytes, String digest) {}

    private static final Map<String, StaticFile> FILES = Map.of(
            "bench.css", file(StyleSheet.TEXT.getBytes(StandardCharsets.UTF_8), "text/css; charset=utf-8"),
            "bench.js", load("bench.js", "text/javascript; charset=utf-8"),
            "icon.svg", load("icon.svg", "image/svg+xml"));

    private StaticFiles() {}

    public static Optional<StaticFile> find(String name) {
        return Optional.ofNullable(FILES.get(name));
    }

    static String address(String name) {
        return "/static/" + name + "?v="
                + Objects.requireNonNull(FILES.get(name), name).digest();
    }

    private static StaticFile load(String name, String type) {
        try (InputStream in = StaticFiles.class.getResourceAsStream("/web/" + name)) {
            return file(Objects.requireNonNull(in, name).readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StaticFile file(byte[] bytes, String type) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new StaticFile(type, bytes, HexFormat.of().formatHex(digest, 0, 8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
