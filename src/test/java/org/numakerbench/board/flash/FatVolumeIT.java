package org.numakerbench.board.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.StandIn;
import org.numakerbench.board.TestImages;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;

/** Real FAT volumes that are full, read-only, somebody else's, or pulled away. */
@Timeout(60)
class FatVolumeIT {
    private static final int SIZE = 300_000;
    private static final int PIECE = 64 * 1024;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(600);

    private final List<Fact> facts = new CopyOnWriteArrayList<>();
    private final List<FatVolume> volumes = new ArrayList<>();

    @TempDir
    Path directory;

    private Image image;

    @BeforeEach
    void make() throws Exception {
        FatVolume.require();
        image = TestImages.of(directory, "new.bin", SIZE);
    }

    @AfterEach
    void unmount() throws Exception {
        for (FatVolume volume : volumes) {
            volume.close();
        }
    }

    @Test
    void an_image_is_on_the_volume_byte_for_byte_when_it_comes_back() throws Exception {
        FatVolume volume = mounted("NuMicro MCU", 1024);
        CompletableFuture<Void> adapter = onceCopied(() -> {
            volume.unmount();
            volume.mount();
        });

        Fact.Flashed flashed = flash(volume, LONG);

        adapter.get();
        assertThat(flashed.proof()).contains("came back without FAIL.TXT").contains("banner");
        assertThat(volume.point().resolve("new.bin")).hasBinaryContent(TestImages.bytes(SIZE));
    }

    @Test
    void fail_txt_on_the_volume_that_comes_back_is_a_failure() throws Exception {
        FatVolume volume = mounted("NuMicro MCU", 1024);
        CompletableFuture<Void> adapter = onceCopied(() -> {
            volume.unmount();
            volume.write("FAIL.TXT", "The hex file is not for M487\r\n");
            volume.mount();
        });
        assertThatThrownBy(() -> flash(volume, LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("FAIL.TXT")
                .hasMessageContaining("not for M487");
        adapter.get();
    }

    @Test
    void fail_txt_beside_the_copy_is_a_failure() throws Exception {
        FatVolume volume = mounted("NuMicro MCU", 1024);
        CompletableFuture<Void> adapter =
                onceCopied(() -> Files.writeString(volume.point().resolve("fail.txt"), "checksum"));
        assertThatThrownBy(() -> flash(volume, LONG)).hasMessageContaining("says: checksum");
        adapter.get();
    }

    @Test
    void a_full_volume_is_named_with_its_sizes_and_no_half_image_stays() throws Exception {
        FatVolume volume = mounted("NuMicro MCU", 128);
        assertThatThrownBy(() -> flash(volume, LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("copying to " + volume.point() + " failed after")
                .hasMessageContaining("of " + SIZE + " bytes")
                .hasMessageMatching("(?s).*the volume is full: 1\\d{5} bytes in all, \\d+ free.*");
        assertThat(volume.point().resolve("new.bin")).doesNotExist();
    }

    @Test
    void a_read_only_volume_is_named_before_anything_is_written() throws Exception {
        FatVolume volume = mounted("NuMicro MCU", 1024, "ro");
        assertThatThrownBy(() -> flash(volume, LONG))
                .isInstanceOf(DriverException.class)
                .hasMessage("cannot write to the volume " + volume.point()
                        + ": it is mounted read-only (Read-only file system)");
    }

    @Test
    void another_volume_is_refused_by_its_label() throws Exception {
        FatVolume volume = mounted("HOLIDAYS", 1024);
        assertThatThrownBy(() -> flash(volume, LONG))
                .isInstanceOf(DriverException.class)
                .hasMessage("the volume " + volume.point() + " is called \"HOLIDAYS\", not \"NuMicro MCU\"");
        assertThat(volume.point().resolve("new.bin")).doesNotExist();
    }

    @Test
    void the_adapters_own_disk_is_refused_by_its_label_whatever_the_profile_says() throws Exception {
        FatVolume volume = mounted("Nu-Link", 1024);
        MassStorageFlasher flasher = new MassStorageFlasher(volume.point(), "Nu-Link", LONG);
        assertThatThrownBy(() -> flasher.flash(image, facts::add))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("would break the adapter");
        assertThat(volume.point().resolve("new.bin")).doesNotExist();
    }

    @Test
    void a_volume_pulled_in_the_middle_is_a_failure_with_the_bytes_it_took() throws Exception {
        FatVolume volume = byFuse();
        assertThatThrownBy(() -> flash(volume, LONG, at(2 * PIECE, volume::pull)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("failed after " + 2 * PIECE + " of " + SIZE + " bytes")
                .hasMessageNotContaining("full");
    }

    /** The adapter detaches its disk when it has all it wants. */
    @Test
    void a_volume_that_goes_with_the_last_write_and_stays_away_was_not_flashed() throws Exception {
        FatVolume volume = byFuse();
        assertThatThrownBy(() -> flash(volume, SHORT, at(SIZE, volume::pull)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("took every byte")
                .hasMessageContaining("was not back within");
    }

    @Test
    void a_last_write_that_fails_on_a_volume_that_stays_is_a_failure() throws Exception {
        FatVolume volume = byFuse();
        assertThatThrownBy(() -> flash(volume, SHORT, at(SIZE, volume::die)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("writing the last of " + SIZE + " bytes")
                .hasMessageContaining("the volume stayed");
    }

    /** An unmount by somebody else does not stop a copy under way. */
    @Test
    void a_volume_unmounted_in_the_middle_still_takes_the_whole_image() throws Exception {
        FatVolume volume = mounted("NuMicro MCU", 1024);
        assertThatThrownBy(() -> flash(volume, SHORT, at(PIECE, volume::detach)))
                .hasMessageContaining("was not back within");

        await().ignoreExceptions().untilAsserted(() -> {
            volume.mount();
            assertThat(volume.point().resolve("new.bin")).hasBinaryContent(TestImages.bytes(SIZE));
        });
    }

    @Test
    void udisks_mounts_the_volume_before_the_copy_and_again_when_it_is_back() throws Exception {
        FatVolume volume = made("NuMicro MCU", 1024);
        CompletableFuture<Void> adapter = onceCopied(volume::unmount);
        Path asked = directory.resolve("asked");
        Fact.Flashed flashed = mountingFlasher(volume, asked).flash(image, facts::add);

        adapter.get();
        assertThat(flashed.proof()).contains("came back without FAIL.TXT");
        assertThat(volume.point().resolve("new.bin")).hasBinaryContent(TestImages.bytes(SIZE));
        assertThat(directory.resolve("calls"))
                .hasContent(("[mount][--no-user-interaction][-b][" + volume.device() + "]\n").repeat(2));
    }

    /** Stands in for udisksctl: it waits for this test to mount, as udisksctl waits for udisksd. */
    private MassStorageFlasher mountingFlasher(FatVolume volume, Path asked) throws IOException {
        String tool = StandIn.of(
                directory,
                "udisksctl",
                "mkfifo " + asked + ".answer && : > " + asked + "\nread -r point < " + asked + ".answer\nrm " + asked
                        + ".answer\necho \"Mounted $4 at $point\"");
        CompletableFuture.runAsync(() -> {
            for (int times = 0; times < 2; times++) {
                await().atMost(LONG).until(() -> Files.exists(asked));
                try {
                    Files.delete(asked);
                    volume.mount();
                    Files.writeString(Path.of(asked + ".answer"), volume.point() + "\n");
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            }
        });
        return new MassStorageFlasher(null, new UdisksMount(tool, volume.device()), null, "NuMicro MCU", LONG);
    }

    private Fact.Flashed flash(FatVolume volume, Duration timeout) throws DriverException, InterruptedException {
        return new MassStorageFlasher(volume.point(), "NuMicro MCU", timeout).flash(image, facts::add);
    }

    private Fact.Flashed flash(FatVolume volume, Duration timeout, IntConsumer written)
            throws DriverException, InterruptedException {
        return new MassStorageFlasher(volume.point(), null, null, "NuMicro MCU", timeout, written)
                .flash(image, facts::add);
    }

    private static IntConsumer at(int bytes, Runnable event) {
        return total -> {
            if (total == bytes) {
                event.run();
            }
        };
    }

    private interface Event {
        void happen() throws Exception;
    }

    /** A real adapter acts after it has all blocks. */
    private CompletableFuture<Void> onceCopied(Event event) {
        return CompletableFuture.runAsync(() -> {
            await().atMost(LONG).until(() -> facts.stream().anyMatch(FatVolumeIT::isSync));
            try {
                event.happen();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private static boolean isSync(Fact fact) {
        return fact instanceof Fact.ToolRan ran && ran.commandLine().get(0).equals("sync");
    }

    private FatVolume mounted(String label, int kib, String... options) throws Exception {
        FatVolume volume = made(label, kib);
        volume.mount(options);
        return volume;
    }

    private FatVolume byFuse() throws Exception {
        FatVolume volume = made("NuMicro MCU", 1024);
        volume.mountByFuse();
        return volume;
    }

    private FatVolume made(String label, int kib) throws Exception {
        FatVolume volume = FatVolume.made(directory, label, kib);
        volumes.add(volume);
        return volume;
    }
}
