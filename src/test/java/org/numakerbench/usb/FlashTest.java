package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.Taking;
import org.numakerbench.usb.UsbLab.Ran;

/** {@code bench flash} by mass storage: what the adapter did, and what the product says of it. */
@Tag("usb")
class FlashTest {
    @TempDir
    private Path directory;

    private UsbLab lab;
    private NuLink board;
    private byte[] image;

    @BeforeEach
    void open() throws Exception {
        lab = new UsbLab(directory);
        image = lab.image("lab", "5.7.1", 200);
        board = lab.plug(1);
        lab.describe(1, "lab");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
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
        Ran ran = lab.flash(1);

        assertThat(ran.code()).as(ran.text()).isEqualTo(3);
    }

    @Test
    void noReactionIsAFailure() throws Exception {
        board.take(Taking.NEVER);
        Ran ran = lab.flash(1);

        assertThat(ran.code()).as(ran.text()).isEqualTo(3);
    }

    @Test
    void itTakesAsLongAsTheDeviceNeeds() throws Exception {
        lab.flash(1);
        Ran ran = lab.flash(1);

        // 0.3 s of quiet, 0.3 s of programming, what the kernel and udev need to find it again, and at most 1 s of
        // ours.
        assertThat(ran.durationMs()).isLessThan(4_000);
    }

    @Test
    void theBoardBootsWhatWasFlashed() throws Exception {
        lab.flash(1);

        await().atMost(UsbLab.LONG).pollInterval(Duration.ofMillis(50)).until(board::isOnTheBus);
        assertThat(board.programmed()).isEqualTo(image);
    }
}
