package org.numakerbench.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** The few files that pages ask for: a style sheet, a script and an icon. There are no others. */
public final class StaticFiles {
    /** What a file is and holds. */
    public record StaticFile(String type, byte[] bytes, String digest) {}

    private static final Map<String, StaticFile> FILES = Map.of(
            "bench.css", load("bench.css", "text/css; charset=utf-8"),
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
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new StaticFile(type, bytes, DigestUtils.sha256Hex(bytes).substring(0, 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
