package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.Taking;
import org.numakerbench.usb.UsbLab.Ran;

/** Flashes in a row, the adapter in another mood each time: never a wrong word, nothing left behind. */
@Tag("usb")
class ManyFlashesTest {
    private static final int FLASHES = Integer.getInteger("usb.flashes", 12);
    private static final long SEED = Long.getLong("usb.seed", 1706L);

    @TempDir
    private Path directory;

    @Test
    void eachIsCalledWhatItIs() throws Exception {
        Random moods = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        try (UsbLab lab = new UsbLab(directory)) {
            byte[] image = lab.image("b1-1", "5.7.1", 120);
            NuLink board = lab.plug(1);
            lab.describe(
                    1, "b1-1", "    flash: {method: mass-storage, timeout: 4s}", "    reset: [{method: mass-storage}]");
            lab.flash(1);
            lab.awaitReady(1);
            long files = openFiles();
            for (int i = 0; i < FLASHES; i++) {
                Taking how = Taking.values()[moods.nextInt(Taking.values().length)];
                boolean refuses = moods.nextInt(4) == 0;
                board.take(how);
                board.refuse(refuses);
                board.leaveAfter(how == Taking.HALF ? 4096 + moods.nextInt(100_000) : image.length);
                Ran ran = lab.flash(1);
                boolean good = !refuses
                        && List.of(Taking.AFTER_LAST_WRITE, Taking.DURING_FSYNC, Taking.MEDIUM_CHANGE)
                                .contains(how);
                // Whether blocks that change under the mount can be seen is the product's choice; a refusal is not.
                boolean either = how == Taking.BLOCKS_CHANGE && !refuses;
                if (!either && ran.code() != (good ? 0 : 3)) {
                    wrong.add(i + ": " + how + (refuses ? ", refused" : "") + ": exit code " + ran.code() + "\n"
                            + ran.text());
                }
                board.unplug();
                board.take(Taking.AFTER_LAST_WRITE);
                board.plug(UsbLab.port(1));
                lab.awaitReady(1);
            }
            assertThat(wrong).isEmpty();
            assertThat(openFiles()).isLessThanOrEqualTo(files + 2);
            assertThat(ProcessHandle.current().children()).isEmpty();
            assertThat(UsbLab.mounts().size()).isLessThanOrEqualTo(1);
        }
    }

    private static long openFiles() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
