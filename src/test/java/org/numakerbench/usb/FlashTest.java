package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.flash.UsbVolumeFlasher;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Images;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.Taking;
import org.numakerbench.usb.UsbLab.Ran;

/** {@code bench flash} by mass storage: what the adapter did, and what the product says of it. */
@Tag("usb")
class FlashTest {
    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    private NuLink board;
    private byte[] image;

    @BeforeEach
    void open() throws Exception {
        image = lab.oneBoard(200);
        board = lab.board(1);
    }

    @Test
    void anImageArrivesByteForByte() throws Exception {
        Ran ran = lab.flash(1);

        assertThat(ran.text()).contains("flashed by mass-storage");
        assertThat(ran.code()).isZero();
        assertThat(board.programmed()).isEqualTo(image);
    }

    @Test
    void andASecondTimeOnceTheVolumeIsMounted() throws Exception {
        assertThat(lab.flash(1).code()).isZero();
        Ran second = lab.flash(1);

        assertThat(second.text()).contains("flashed by mass-storage");
        assertThat(board.programmings()).isEqualTo(2);
        assertThat(board.programmed()).isEqualTo(image);
    }

    @Test
    void anAdapterThatLeavesInTheMiddleOfFsyncHasTakenIt() throws Exception {
        board.take(Taking.DURING_FSYNC);
        board.leaveAfter(image.length);
        Ran ran = lab.flash(1);

        assertThat(board.programmed()).isEqualTo(image);
        assertThat(ran.code()).as(ran.text()).isZero();
    }

    @Test
    void halfAnImageIsNotFlashed() throws Exception {
        board.take(Taking.HALF);
        board.leaveAfter(100_000);
        Ran ran = lab.flash(1);

        assertThat(board.writtenBytes()).isLessThan(image.length);
        assertThat(ran.code()).as(ran.text()).isEqualTo(3);
    }

    @Test
    void failTxtIsSeenWhenTheVolumeWasMountedHere() throws Exception {
        board.refuse(true);
        Ran ran = lab.flash(1);

        assertThat(ran.text()).contains("FAIL.TXT").contains("the target does not answer");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void failTxtIsSeenWhenTheVolumeWasMountedBefore() throws Exception {
        assertThat(lab.flash(1).code()).isZero();
        board.refuse(true);
        Ran ran = lab.flash(1);

        assertThat(ran.text()).contains("FAIL.TXT").contains("the target does not answer");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void aMediumThatChangesIsNoProofBeforeItIsBack() throws Exception {
        board.take(Taking.MEDIUM_CHANGE);
        Ran ran = lab.flash(1);

        assertThat(board.isProgramming()).isFalse();
        assertThat(board.programmed()).isEqualTo(image);
        assertThat(ran.code()).as(ran.text()).isZero();
    }

    @Test
    void failTxtOnAChangedMediumIsSeen() throws Exception {
        board.take(Taking.MEDIUM_CHANGE);
        board.refuse(true);
        Ran ran = lab.flash(1);

        assertThat(ran.code()).as(ran.text()).isEqualTo(3);
        assertThat(ran.text()).contains("FAIL.TXT");
    }

    @Test
    void failTxtInBlocksThatChangeUnderTheMountIsSeen() throws Exception {
        board.take(Taking.BLOCKS_CHANGE);
        board.refuse(true);
        Ran ran = lab.flash(1);

        assertThat(ran.code()).as(ran.text()).isEqualTo(3);
    }

    @Test
    void aBoardThatStaysAwayIsAFailure() throws Exception {
        board.take(Taking.GONE);
        Ran ran = lab.flash(1, 6);

        assertThat(ran.code()).as(ran.text()).isEqualTo(3);
    }

    @Test
    void noReactionIsAFailure() throws Exception {
        board.take(Taking.NEVER);
        Ran ran = lab.flash(1, 6);

        assertThat(ran.code()).as(ran.text()).isEqualTo(3);
    }

    /**
     * From the first byte until the host has the disk again the device's own time, or the kernel's and udev's; then what mounting
     * takes; the rest is the bench's.
     */
    @ParameterizedTest
    @EnumSource(names = {"AFTER_LAST_WRITE", "DURING_FSYNC", "MEDIUM_CHANGE"})
    void theBenchAddsAtMostASecondToTheDevicesTime(Taking how) throws Exception {
        lab.flash(1);
        lab.awaitReady(1);
        board.take(how);
        board.leaveAfter(image.length);
        List<Fact> facts = new ArrayList<>();
        AtomicLong back = new AtomicLong();
        Image file = Images.find(lab.directory().resolve("images"), "b1-1");
        Flasher flasher = new UsbVolumeFlasher(
                new UsbBoards(SystemRoots.real()), UsbLab.port(1).idPath(), "NuMicro MCU", UsbLab.LONG);
        int before = board.programmings();
        Thread watch = new Thread(() -> {
            UsbLab.waitFor("the end of programming", () -> board.programmings() > before);
            lab.awaitReady(1);
            back.set(System.nanoTime());
        });
        long started = System.nanoTime();
        watch.start();
        flasher.flash(file, facts::add);
        long total = System.nanoTime() - started;
        watch.join();
        long device = back.get() - board.firstWriteNanos();
        long mounting = facts.stream()
                .filter(it -> it instanceof Fact.ToolRan)
                .map(Fact.ToolRan.class::cast)
                .filter(it -> it.commandLine().get(0).equals("udisksctl"))
                .mapToLong(Fact.ToolRan::durationMs)
                .sum();
        long own = (total - device) / 1_000_000 - mounting;
        System.out.printf(
                "%s: %d ms in all, %d of device and system, %d of mounting, %d of the bench%n",
                how, total / 1_000_000, device / 1_000_000, mounting, own);

        assertThat(own).isLessThan(1_000);
    }

    @Test
    void theBoardBootsWhatWasFlashed() throws Exception {
        lab.flash(1);

        UsbLab.waitFor("the board on the bus", board::isOnTheBus);
        assertThat(board.programmed()).isEqualTo(image);
    }
}
