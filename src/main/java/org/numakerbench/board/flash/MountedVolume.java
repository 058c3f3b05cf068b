package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The label of a mounted volume (Linux: /proc/self/mountinfo and /dev/disk/by-label). */
final class MountedVolume {
    private MountedVolume() {}

    /** The label, or null when {@code volume} is no mount point or its label cannot be read. */
    static @Nullable String label(Path volume) {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"));
                Stream<Path> labels = Files.list(Path.of("/dev/disk/by-label"))) {
            String point = volume.toRealPath().toString();
            // Fields: id parent major:minor root mount-point options ... - type source options; spaces are \040.
            Path source = mounts.map(line -> line.split(" "))
                    .filter(fields -> fields[4].replace("\\040", " ").equals(point))
                    .map(fields -> Path.of(fields[fields.length - 2]))
                    .reduce((first, last) -> last)
                    .orElse(null);
            if (source == null) {
                return null;
            }
            Path real = source.toRealPath();
            for (Path label : labels.toList()) {
                if (label.toRealPath().equals(real)) {
                    return label.getFileName().toString().replace("\\x20", " ");
                }
            }
            return null;
        } catch (IOException notTold) {
            return null;
        }
    }
}
