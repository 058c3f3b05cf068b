package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.flash.UsbVolumeFlasher;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Images;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.Taking;

/** Flashes in a row on four boards at once, an adapter in another mood each time: never a wrong word, nothing left behind. */
@Tag("usb")
class ManyFlashesTest {
    private static final int BOARDS = 4;
    private static final int FLASHES = Integer.getInteger("usb.flashes", 16);
    private static final long SEED = Long.getLong("usb.seed", 1706L);
    /** The moods, or the only one: to look into what was called wrong. */
    private static final List<Taking> MOODS = Arrays.stream(Taking.values())
            .filter(it -> it.name().matches(System.getProperty("usb.taking", ".*")))
            .toList();
    /** Of these the bench can see how they took the image. */
    private static final Set<Taking> PLAIN =
            EnumSet.of(Taking.AFTER_LAST_WRITE, Taking.DURING_FSYNC, Taking.MEDIUM_CHANGE);

    /** These stay away, or leave something on the disk that the host does not know of. */
    private static final Set<Taking> UNPLUGGED_AFTER = EnumSet.of(Taking.GONE, Taking.BLOCKS_CHANGE, Taking.NEVER);

    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final Map<Integer, byte[]> images = new HashMap<>();
    private final int[] flashed = new int[BOARDS + 1];

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void eachIsCalledWhatItIs() throws Exception {
        for (int number = 1; number <= BOARDS; number++) {
            images.put(number, lab.image("b" + number + "-1", "5.7.1", 60 + number));
            lab.plug(number);
            flash(number, UsbLab.LONG);
        }
        long files = openFiles();
        ExecutorService people = Executors.newFixedThreadPool(BOARDS);
        List<Future<Void>> all = new ArrayList<>();
        for (int number = 1; number <= BOARDS; number++) {
            int mine = number;
            all.add(people.submit((Callable<Void>) () -> {
                work(mine);
                return null;
            }));
        }
        for (Future<Void> each : all) {
            each.get();
        }
        people.shutdown();
        System.out.printf(
                "%d flashes of %d boards, seed %d: %d flashed, the others failed; %d called wrong; open files %d before, %d after%n",
                FLASHES, BOARDS, SEED, Arrays.stream(flashed).sum(), wrong.size(), files, openFiles());

        assertThat(wrong).isEmpty();
        assertThat(openFiles()).isLessThanOrEqualTo(files + 2);
        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(UsbLab.mounts().size()).isLessThanOrEqualTo(BOARDS);
    }

    private void work(int number) throws Exception {
        Random moods = new Random(SEED + number);
        NuLink board = lab.board(number);
        for (int i = 0; i < FLASHES / BOARDS; i++) {
            Taking how = MOODS.get(moods.nextInt(MOODS.size()));
            boolean refuses = moods.nextInt(4) == 0;
            lab.awaitReady(number);
            board.take(how);
            board.refuse(refuses);
            board.leaveAfter(how == Taking.HALF ? 4096 + moods.nextInt(50_000) : (60L + number) * 1024);
            boolean good = !refuses && PLAIN.contains(how);
            int before = board.programmings();
            String failure = flash(number, PLAIN.contains(how) ? UsbLab.LONG : Duration.ofSeconds(5));
            flashed[number] += failure.isEmpty() ? 1 : 0;
            // Whether blocks that change under the mount can be seen is the product's choice; a refusal is not.
            boolean either = how == Taking.BLOCKS_CHANGE && !refuses;
            if (!either && failure.isEmpty() != good) {
                wrong.add(String.format(
                        "%d.%d: %s%s: \"%s\"; the adapter: %d bytes, programmed %d, %s",
                        number,
                        i,
                        how,
                        refuses ? ", refused" : "",
                        failure,
                        board.writtenBytes(),
                        board.programmings() - before,
                        board.isProgramming() ? "at it" : "at rest"));
            }
            byte[] took = board.programmed();
            if (board.programmings() > before && took != null && !isBeginning(took, images.get(number))) {
                wrong.add(number + "." + i + ": " + how + ": programmed what is not this board's image, after: "
                        + failure);
            }
            if (UNPLUGGED_AFTER.contains(how)) {
                board.unplug();
                board.take(Taking.AFTER_LAST_WRITE);
                board.plug(UsbLab.port(number));
            }
        }
    }

    /** An adapter that leaves early has the first part alone. */
    private static boolean isBeginning(byte[] part, byte[] whole) {
        return part.length <= whole.length && Arrays.equals(part, Arrays.copyOf(whole, part.length));
    }

    /** What failed; empty when it is flashed. */
    private String flash(int number, Duration timeout) throws Exception {
        Image image = Images.find(lab.directory().resolve("images"), "b" + number + "-1");
        Flasher flasher = new UsbVolumeFlasher(
                new UsbBoards(SystemRoots.real()), UsbLab.port(number).idPath(), "NuMicro MCU", timeout);
        try {
            flasher.flash(image, fact -> {});
            return "";
        } catch (DriverException failure) {
            return failure.getMessage();
        }
    }

    private static long openFiles() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
