package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.OwnersOnly;

/**
 * Which files of a directory the bench made: their SHA-256 stand in {@code made.sha256}, in the form of {@code sha256sum}.
 * Only a file whose content is one of these may be replaced; any other is a user's, whatever is in it. A link is always.
 */
final class MadeFiles {
    private static final String INDEX = "made.sha256";

    private final Path directory;

    MadeFiles(Path directory) {
        this.directory = directory;
    }

    /** Whether the bench may write there: nothing is there, or what it made itself. */
    boolean mayWrite(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && index().lines().anyMatch(line(name, Files.readAllBytes(file))::equals);
    }

    /**
     * Makes or replaces a file, readable by its owner alone from the first byte on.
     *
     * @throws UnusableFileException when something is there that the bench did not make
     */
    void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        if (!mayWrite(name)) {
            throw new UnusableFileException(
                    file, "the bench did not make this file and leaves it as it is", "move it away");
        }
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        String line = line(name, content);
        String known = index();
        if (known.lines().noneMatch(line::equals)) {
            // Before the file: a crash in between must not leave one that nobody knows.
            replace(directory.resolve(INDEX), known + line + "\n");
        }
        if (!Files.exists(file) || !Arrays.equals(content, Files.readAllBytes(file))) {
            replace(file, text);
        }
    }

    private String index() throws IOException {
        Path index = directory.resolve(INDEX);
        if (Files.isDirectory(index)) {
            throw new UnusableFileException(index, "the list of what the bench made is a directory", "move it away");
        }
        return Files.exists(index) ? Files.readString(index, StandardCharsets.UTF_8) : "";
    }

    private static String line(String name, byte[] content) {
        return DigestUtils.sha256Hex(content) + "  " + name;
    }

    private static void replace(Path file, String text) throws IOException {
        DurableFile.replace(file, text, OwnersOnly.creating(file));
    }
}
