package org.numakerbench.sim.board;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The board's mass storage: a directory in which a copied {@code .bin} or {@code .hex} is programmed and vanishes, as
 * from the adapter's disk, which comes back empty. Order: an old {@code FAIL.TXT} goes when a copy begins; a new one is
 * there, and the board boots, before the copy vanishes.
 *
 * <p>A copy is complete when it is as long as it says itself. One that does not say is complete when it has been quiet
 * for a while.
 */
final class FlashVolume implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlashVolume.class);
    private static final String FAIL = "FAIL.TXT";
    /** Longer than any pause within one copy on a loaded machine; only broken images wait for it. */
    private static final long QUIET_MILLIS = 400;

    private final Path directory;
    private final Target target;
    private final Chip chip;
    private final WatchService watch;
    private final Thread thread;

    private FlashVolume(Path directory, Target target, Chip chip, WatchService watch, String board) {
        this.directory = directory;
        this.target = target;
        this.chip = chip;
        this.watch = watch;
        this.thread = new Thread(this::serve, board + "-volume");
        this.thread.setDaemon(true);
    }

    /** Makes the directory if it is missing, and begins to watch it. */
    static FlashVolume open(Path directory, Target target, Chip chip, String board) throws IOException {
        Files.createDirectories(directory);
        WatchService watch = directory.getFileSystem().newWatchService();
        directory.register(
                watch,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        FlashVolume volume = new FlashVolume(directory, target, chip, watch, board);
        volume.thread.start();
        return volume;
    }

    private void serve() {
        try {
            while (true) {
                Optional<Path> pending = programWhatIsComplete();
                // Without a copy under way there is nothing to wait for but the next event.
                WatchKey key = pending.isPresent() ? watch.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS) : watch.take();
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                } else {
                    program(pending.orElseThrow(), Files.readAllBytes(pending.orElseThrow()));
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("volume {} closed", directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("volume {} failed: {}", directory, e.getMessage());
        }
    }

    /** Programs each complete copy; returns one that is not complete. */
    private Optional<Path> programWhatIsComplete() throws IOException {
        Path pending = null;
        for (Path copy : copies()) {
            Files.deleteIfExists(directory.resolve(FAIL));
            byte[] file = readIfThere(copy);
            if (file == null) {
                continue;
            }
            if (FlashFile.isComplete(file)) {
                program(copy, file);
            } else {
                pending = copy;
            }
        }
        return Optional.ofNullable(pending);
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(FlashVolume::isImage).sorted().toList();
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".bin") || name.endsWith(".hex");
    }

    private static byte @Nullable [] readIfThere(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void program(Path copy, byte[] file) throws IOException {
        Optional<String> wrong = FlashFile.program(chip, target, file);
        if (wrong.isPresent()) {
            LOG.debug("volume {}: {}", directory, wrong.get());
            fail(wrong.get());
        }
        // Before the copy vanishes: whoever sees it gone may reset, and must not be followed by a second boot.
        chip.bootProgrammed();
        Files.deleteIfExists(copy);
    }

    private void fail(String reason) throws IOException {
        Path written = directory.resolve(FAIL + ".new");
        Files.writeString(written, reason + "\r\n", StandardCharsets.UTF_8);
        Files.move(written, directory.resolve(FAIL), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        watch.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
