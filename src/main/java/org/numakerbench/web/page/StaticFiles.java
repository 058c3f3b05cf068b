package org.numakerbench.web.page;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.report.PackagedText;
import org.numakerbench.report.StyleSheet;

/** The few files that pages ask for: a style sheet, a script and an icon. There are no others. */
public final class StaticFiles {
    /** What a file is and holds. */
    public record StaticFile(String type, byte[] bytes, String digest) {
        static StaticFile of(String type, String text) {
            return new StaticFile(
                    type,
                    text.getBytes(StandardCharsets.UTF_8),
                    DigestUtils.sha256Hex(text).substring(0, 16));
        }
    }

    private static final Map<String, StaticFile> FILES = Map.of(
            "bench.css", StaticFile.of("text/css; charset=utf-8", StyleSheet.TEXT),
            "bench.js", StaticFile.of("text/javascript; charset=utf-8", PackagedText.of("/web/bench.js")),
            "icon.svg", StaticFile.of("image/svg+xml", PackagedText.of("/web/icon.svg")));

    private StaticFiles() {}

    public static Optional<StaticFile> find(String name) {
        return Optional.ofNullable(FILES.get(name));
    }

    static String address(String name) {
        return "/static/" + name + "?v="
                + Objects.requireNonNull(FILES.get(name), name).digest();
    }
}
