package org.numakerbench.board.usb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.numakerbench.firmware.Target;
import org.numakerbench.firmware.Targets;

/**
 * What the adapter's volume tells of its board: four digits of an mbed target ID, in MBED.HTM, else in DETAILS.TXT
 * (mbed-os-tools, detect/platform_database.py). It is the board's type, not its number. That neither is there means nothing.
 */
final class VolumeFiles {
    private static final int LONGEST_BYTES = 8192;
    private static final Pattern HTM =
            Pattern.compile("(?i)[?&](?:code|auth)=([0-9a-f]{4})|\\b(13[0-9]{2})[0-9A-F]{8,}");
    private static final Pattern DETAILS = Pattern.compile("(?im)^(?:Unique ID|Target ID)\\s*:\\s*([0-9a-f]{4})");

    private VolumeFiles() {}

    static Optional<Target> target(Path volume) {
        return code(volume, "MBED.HTM", HTM)
                .or(() -> code(volume, "DETAILS.TXT", DETAILS))
                .flatMap(Targets::ofMbedCode);
    }

    private static Optional<String> code(Path volume, String name, Pattern pattern) {
        try (Stream<Path> files = Files.list(volume)) {
            Optional<Path> file = files.filter(
                            it -> String.valueOf(it.getFileName()).equalsIgnoreCase(name))
                    .findFirst();
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file.get())) {
                Matcher matcher =
                        pattern.matcher(new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.ISO_8859_1));
                if (!matcher.find()) {
                    return Optional.empty();
                }
                return Optional.ofNullable(matcher.group(1))
                        .or(() -> Optional.ofNullable(matcher.groupCount() > 1 ? matcher.group(2) : null));
            }
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }
}
