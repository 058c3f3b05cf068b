package org.numakerbench.board.flash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.numakerbench.files.FileFailure;

/** {@code FAIL.TXT}, which the adapter leaves on its volume when programming failed. Its text is the device's: hostile. */
final class FailText {
    private static final int LONGEST_BYTES = 500;

    private FailText() {}

    static boolean isName(Path file) {
        return String.valueOf(file.getFileName()).equalsIgnoreCase("FAIL.TXT");
    }

    /** Its beginning on one line; empty when there is none or the volume is away. One that cannot be read counts. */
    static Optional<String> on(Path volume) {
        try (Stream<Path> files = Files.list(volume)) {
            return files.filter(FailText::isName).findFirst().map(FailText::text);
        } catch (IOException | UncheckedIOException away) {
            return Optional.empty();
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8);
            return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        } catch (IOException failure) {
            return "(it cannot be read: " + FileFailure.words(failure) + ")";
        }
    }
}
