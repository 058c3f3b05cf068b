package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.Taking;
import org.numakerbench.usb.UsbLab.Ran;

/** The volume as the bench may find it: mounted by others, in use, full, read-only, another one. */
@Tag("usb")
class VolumeTest {
    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    private NuLink plain() throws Exception {
        lab.oneBoard(100);
        return lab.board(1);
    }

    private static void isRefused(Ran ran, NuLink board, String... said) {
        assertThat(ran.text()).contains(said);
        assertThat(ran.code()).isEqualTo(3);
        assertThat(board.programmings()).isZero();
    }

    @Test
    void anAutomounterThatIsFasterIsUsed() throws Exception {
        NuLink board = plain();
        try (Automounter desktop = new Automounter(UsbLab.port(1))) {
            UsbLab.waitFor("the automounter's mount", () -> !UsbLab.mounts().isEmpty());
            Ran first = lab.flash(1);
            Ran second = lab.flash(1);

            assertThat(first.code()).as(first.text()).isZero();
            assertThat(second.code()).as(second.text()).isZero();
            assertThat(board.programmings()).isEqualTo(2);
            assertThat(desktop.mounts()).isGreaterThan(1);
        }
    }

    @Test
    void failTxtIsSeenWhereAnAutomounterMounts() throws Exception {
        NuLink board = plain();
        board.refuse(true);
        try (Automounter desktop = new Automounter(UsbLab.port(1))) {
            Ran ran = lab.flash(1);

            assertThat(ran.text()).contains("FAIL.TXT");
            assertThat(ran.code()).isEqualTo(3);
            assertThat(desktop.mounts()).isPositive();
        }
    }

    @Test
    void aShellInTheMountHindersNoDiskThatComesBack() throws Exception {
        NuLink board = plain();
        Path mount = lab.mount(1);
        try (Sitting shell = new Sitting(mount)) {
            Ran ran = lab.flash(1);

            assertThat(ran.code()).as(ran.text()).isZero();
            assertThat(board.programmings()).isEqualTo(1);
        }
    }

    @Test
    void aFileManagerInTheMountOfADiskThatStaysIsSaid() throws Exception {
        lab.oneBoard(100, UsbLab.IMPATIENT);
        lab.board(1).take(Taking.BLOCKS_CHANGE);
        lab.board(1).refuse(true);
        Path mount = lab.mount(1);
        try (Sitting fileManager = new Sitting(mount)) {
            Ran ran = lab.flash(1);

            assertThat(ran.text()).contains("in use").contains("close the file manager");
            assertThat(ran.code()).isEqualTo(3);
        }
    }

    @Test
    void whatSomebodyUnmountedIsMountedAgain() throws Exception {
        NuLink board = plain();
        Path mount = lab.mount(1);
        UsbLab.run("umount", mount.toString());
        Ran ran = lab.flash(1);

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(board.programmings()).isEqualTo(1);
    }

    /** The kernel's name for it goes to nobody while it is mounted: it comes back under another one. */
    @Test
    void aDiskThatUdevHasNotNamedYetIsFound() throws Exception {
        NuLink board = plain();
        board.unplug();
        lab.awaitGone(1);
        board.plug(UsbLab.port(1));
        UsbLab.waitFor(
                "the kernel's disk", () -> lab.seen(1).flatMap(UsbBoard::volume).isPresent());
        Ran ran = lab.flash(1);

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(board.programmings()).isEqualTo(1);
    }

    /** Boards have one label, so that the place where one was mounted goes to the next: what it shows is not this board's answer. */
    @Test
    void anotherBoardsVolumeWhereThisOneWasMountedIsNotItsReturn() throws Exception {
        lab.image("b1-1", "5.7.1", 100);
        lab.image("b2-1", "5.7.1", 101);
        lab.plug(1);
        lab.plug(2);
        lab.describe(1, "b1-1", UsbLab.IMPATIENT);
        lab.board(1).take(Taking.GONE);
        Path place = lab.mount(1);
        Path other = lab.seen(2).flatMap(UsbBoard::volume).orElseThrow().device();
        ExecutorService desktop = Executors.newSingleThreadExecutor();
        Future<Ran> neighbour = desktop.submit(() -> {
            UsbLab.waitFor("the place to be free", () -> UsbLab.mounts().isEmpty());
            return UsbLab.run("udisksctl", "mount", "--no-user-interaction", "-b", other.toString());
        });
        desktop.shutdown();
        try {
            Ran ran = lab.flash(1);

            assertThat(neighbour.get().code()).as(neighbour.get().text()).isZero();
            assertThat(UsbLab.mounts()).as("the neighbour's").containsExactly(place.toString());
            assertThat(ran.text()).contains("was not back within");
            assertThat(ran.code()).isEqualTo(3);
        } finally {
            UsbLab.run("umount", place.toString());
        }
    }

    @Test
    void aMediumThatIsReadOnlyIsSaid() throws Exception {
        lab.oneBoard(100, it -> it.withVolume("NuMicro MCU", 2048, true));

        isRefused(lab.flash(1), lab.board(1), "read-only");
    }

    @Test
    void anImageThatDoesNotFitIsSaid() throws Exception {
        lab.oneBoard(400, it -> it.withVolume("NuMicro MCU", 256, false));

        isRefused(lab.flash(1), lab.board(1), "the volume is full");
    }

    @Test
    void anAdapterThatLeavesANearlyFullVolumeIsNotCalledFull() throws Exception {
        lab.oneBoard(200, it -> it.withVolume("NuMicro MCU", 256, false));
        lab.board(1).take(Taking.HALF);
        lab.board(1).leaveAfter(100_000);
        Ran ran = lab.flash(1);

        assertThat(ran.text()).contains("Input/output error").doesNotContain("full");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void nothingIsWrittenToTheAdaptersUpdateDisk() throws Exception {
        lab.oneBoard(100, it -> it.withVolume("Nu-Link", 2048, false));

        isRefused(lab.flash(1), lab.board(1), "Nu-Link");
        assertThat(lab.board(1).writtenBytes()).isZero();
    }

    @Test
    void nothingIsWrittenToADiskOfAnotherName() throws Exception {
        lab.oneBoard(100, it -> it.withVolume("HOLIDAYS", 2048, false));

        isRefused(lab.flash(1), lab.board(1), "HOLIDAYS", "NuMicro MCU");
        assertThat(lab.board(1).writtenBytes()).isZero();
    }

    @Test
    void twoVolumesOfOneLabelEachGetTheirOwnImage() throws Exception {
        byte[] first = lab.image("b1-1", "5.7.1", 60);
        byte[] second = lab.image("b2-1", "5.7.1", 61);
        for (int number : List.of(1, 2)) {
            lab.plug(number);
            lab.describe(number, "b" + number + "-1");
        }
        Ran ran = lab.flash(2);
        Ran other = lab.flash(1);

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(other.code()).as(other.text()).isZero();
        assertThat(lab.board(1).programmed()).isEqualTo(first);
        assertThat(lab.board(2).programmed()).isEqualTo(second);
    }
}
