package org.numakerbench.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Reads logs while another process writes them: what can be read was handed to the operating system, so it must be in the
 * log for ever after, whatever happens to its writer.
 */
final class LogFollower implements AutoCloseable {
    private static final int POLL_MS = 5;
    private static final String PARTIAL = ".partial-";
    /** Until its first entry is on the disk a run has not begun. */
    private static final String NOT_BEGUN = ".new-";

    private final Path root;
    private final Map<Path, ByteArrayOutputStream> read = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /** @param root followed with all logs and journals in its directories, two levels down */
    LogFollower(Path root) {
        this.root = root;
        this.thread = new Thread(this::follow, "log-follower");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        while (!closed) {
            look();
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private synchronized void look() {
        try (Stream<Path> files = Files.walk(root, 3)) {
            files.filter(it -> it.endsWith("evidence.jsonl") || it.endsWith("journal.jsonl"))
                    .filter(it -> !it.getParent().getFileName().toString().startsWith(NOT_BEGUN))
                    .forEach(this::readOn);
        } catch (IOException | RuntimeException goneMeanwhile) {
            // Directories are renamed and removed at any time; the next look comes at once.
            return;
        }
    }

    private void readOn(Path log) {
        ByteArrayOutputStream known = read.computeIfAbsent(whenComplete(log), it -> new ByteArrayOutputStream());
        try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
            long more = in.length() - known.size();
            if (more > 0) {
                byte[] bytes = new byte[(int) more];
                in.seek(known.size());
                in.readFully(bytes);
                known.writeBytes(bytes);
            }
        } catch (IOException renamed) {
            return;
        }
    }

    /** Where the log is when its run is complete. */
    private Path whenComplete(Path log) {
        Path directory = log.getParent();
        String name = directory.getFileName().toString();
        return name.startsWith(PARTIAL)
                ? directory.resolveSibling(name.substring(PARTIAL.length())).resolve(log.getFileName())
                : log;
    }

    /** Whole lines read so far, of all logs. */
    synchronized long lines() {
        long lines = 0;
        for (ByteArrayOutputStream each : read.values()) {
            for (byte one : each.toByteArray()) {
                lines += one == '\n' ? 1 : 0;
            }
        }
        return lines;
    }

    /** Every whole line that was ever read is where it was. */
    synchronized void nothingIsLost() throws IOException {
        for (Map.Entry<Path, ByteArrayOutputStream> each : read.entrySet()) {
            byte[] seen = each.getValue().toByteArray();
            int end = seen.length;
            while (end > 0 && seen[end - 1] != '\n') {
                end--;
            }
            if (end == 0) {
                continue;
            }
            assertThat(each.getKey()).as("a log with %d bytes in it", end).exists();
            byte[] now = Files.readAllBytes(each.getKey());
            assertThat(now.length).as("bytes of " + each.getKey()).isGreaterThanOrEqualTo(end);
            assertThat(Arrays.equals(now, 0, end, seen, 0, end))
                    .as("%s begins with the %d bytes that were read while it grew", each.getKey(), end)
                    .isTrue();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
