package org.numakerbench.board.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.StandIn;
import org.numakerbench.board.TestImages;
import org.numakerbench.evidence.Fact;

/** Against a shell script that prints what udisksctl prints (udisks 2.8 to 2.10). */
@Timeout(60)
class UdisksMountTest {
    private final List<Fact> facts = new ArrayList<>();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "0 | Mounted /dev/sdb at /media/me/NuMicro MCU",
                "0 | Mounted /dev/sdb at /media/me/NuMicro MCU.",
                "1 | Error mounting /dev/sdb: GDBus.Error:org.freedesktop.UDisks2.Error.AlreadyMounted: Device /dev/sdb is"
                        + " already mounted at `/media/me/NuMicro MCU'.",
            })
    void the_mount_point_is_what_udisks_says(int code, String output) throws Exception {
        assertThat(mount(output, code)).isEqualTo(Path.of("/media/me/NuMicro MCU"));
        assertThat(facts).hasSize(1);
    }

    @Test
    void a_missing_right_is_named_with_the_ways_to_get_it() {
        String output = "Error mounting /dev/sdb: GDBus.Error:org.freedesktop.UDisks2.Error.NotAuthorizedCanObtain:"
                + " Not authorized to perform operation";
        assertThatThrownBy(() -> mount(output, 1))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("no right to mount")
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains("polkit", "/etc/fstab");
    }

    @Test
    void any_other_failure_is_repeated() {
        assertThatThrownBy(() -> mount("Error mounting /dev/sdb: wrong fs type", 1))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("exit code 1: Error mounting /dev/sdb: wrong fs type");
    }

    /** As seen on Debian 12 when the medium of an adapter changed a moment ago, or other adapters came and went. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error looking up object for device /dev/disk/by-path/platform-usb-0:1:1.0-scsi-0:0:0:0",
                "Error mounting /dev/sda: GDBus.Error:org.freedesktop.DBus.Error.UnknownMethod: Object does not exist at"
                        + " path /org/freedesktop/UDisks2/block_devices/sda",
                "Error mounting /dev/sda: GDBus.Error:org.freedesktop.UDisks2.Error.Failed: Error mounting /dev/sda at"
                        + " /media/me/disk: special device /dev/sda does not exist",
                "Error connecting to the udisks daemon: Timeout was reached",
                "Error mounting /dev/sde: GDBus.Error:org.freedesktop.UDisks2.Error.Failed: Error creating mount point"
                        + " /media/me/NuMicro MCU3: File exists",
            })
    void aDiskThatUdisksDoesNotKnowYetIsWaitedFor(String unknown) throws Exception {
        Path tool = directory.resolve("udisksctl");
        Files.writeString(tool, """
                #!/bin/sh
                echo again >>"%1$s/asked"
                if [ $(wc -l <"%1$s/asked") -lt 3 ]; then echo "%2$s"; exit 1; fi
                echo "Mounted /dev/sda at /media/me/NuMicro MCU"
                """.formatted(directory, unknown));
        assertThat(tool.toFile().setExecutable(true)).isTrue();

        assertThat(new UdisksMount(tool.toString(), Path.of("/dev/sda")).mountOnceKnown("mass-storage", facts::add))
                .isEqualTo(Path.of("/media/me/NuMicro MCU"));
        assertThat(facts).hasSize(1);
        assertThat(directory.resolve("asked")).content().hasLineCount(3);
    }

    @Test
    void aDiskThatUdisksNeverKnowsIsSaidToBeThat() throws Exception {
        String tool = StandIn.saying(directory, "udisksctl", "Error looking up object for device /dev/sdb", 1);

        assertThatThrownBy(() -> new UdisksMount(tool, Path.of("/dev/sdb"), Duration.ofMillis(500))
                        .mountOnceKnown("mass-storage", facts::add))
                .isInstanceOf(DriverException.class)
                .hasMessage("udisks does not know the disk /dev/sdb: Error looking up object for device /dev/sdb")
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains("plug the board in again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Error unmounting /dev/sda: GDBus.Error:org.freedesktop.UDisks2.Error.NotAuthorizedCanObtain: Not"
                        + " authorized | mounted by another user | udisksctl unmount",
                "Error unmounting /dev/sda: GDBus.Error:org.freedesktop.UDisks2.Error.DeviceBusy: target is busy"
                        + " | is in use | fuser -vm",
            })
    void a_mount_that_cannot_be_taken_away_is_named_with_its_cause(String said, String cause, String remedy) {
        assertThatThrownBy(() -> unmount(said, 1))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(cause)
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains(remedy);
    }

    @Test
    void what_is_not_mounted_needs_no_unmounting() throws Exception {
        unmount("Unmounted /dev/sda.", 0);
        unmount("Error unmounting /dev/sda: GDBus.Error:org.freedesktop.UDisks2.Error.NotMounted: Device is not", 1);
        assertThat(facts).hasSize(2);
    }

    private void unmount(String output, int code) throws Exception {
        String tool = StandIn.saying(directory, "udisksctl", output, code);
        new UdisksMount(tool, Path.of("/dev/disk/by-path/pci-usb-0:1.4.2")).unmount("mass-storage", facts::add);
    }

    @Test
    void a_board_that_is_not_plugged_in_is_named_before_udisks_is_asked() throws Exception {
        Path gone = directory.resolve("by-path");
        UdisksMount mount = new UdisksMount(directory + "/none", gone);
        MassStorageFlasher flasher = new MassStorageFlasher(null, mount, null, "NuMicro MCU", Duration.ofSeconds(9));
        assertThatThrownBy(() -> flasher.flash(TestImages.of(directory, "a.bin", 9), facts::add))
                .isInstanceOf(DriverException.class)
                .hasMessage("the board's disk " + gone + " is not there");
    }

    @Test
    void a_mount_whose_disk_is_gone_is_stale() {
        assertThat(new MountedVolume("42", "4095:77", "/dev/sdz", 0).isStale()).isTrue();
        assertThat(new MountedVolume("42", "0:39", "tmpfs", 0).isStale()).isFalse();
    }

    @Test
    void a_label_is_only_read_from_a_fat_boot_sector() throws Exception {
        byte[] sector = new byte[512];
        sector[38] = 0x29;
        System.arraycopy("NuMicro MCU".getBytes(StandardCharsets.US_ASCII), 0, sector, 43, 11);
        Path disk = Files.write(directory.resolve("disk"), sector);
        MountedVolume volume = new MountedVolume("42", "0:39", disk.toString(), 0);
        assertThat(volume.label()).isNull();

        sector[510] = 0x55;
        Files.write(disk, sector);
        assertThat(volume.label()).isEqualTo("NuMicro MCU");

        Files.write(disk, new byte[100]);
        assertThat(volume.label()).isNull();
    }

    private Path mount(String output, int code) throws Exception {
        String tool = StandIn.saying(directory, "udisksctl", output, code);
        return new UdisksMount(tool, Path.of("/dev/disk/by-path/pci-usb-0:1.4.2")).mount("mass-storage", facts::add);
    }
}
