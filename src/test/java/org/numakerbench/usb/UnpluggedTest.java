package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.NuLinkOptions;
import org.numakerbench.usb.UsbLab.Ran;

/** The plug is pulled, or the hub switches its power off, at any moment. */
@Tag("usb")
class UnpluggedTest {
    private static final int MOMENTS = Integer.getInteger("usb.moments", 8) / 2;
    private static final int LONGEST_MS = 2_500;

    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    private NuLink board;
    private byte[] image;

    @BeforeEach
    void open() throws Exception {
        image = lab.oneBoard(200);
        board = lab.board(1);
    }

    @TestFactory
    Stream<DynamicTest> duringAFlash() {
        Random moments = new Random(17);
        return IntStream.range(0, MOMENTS)
                .map(it -> moments.nextInt(LONGEST_MS))
                .mapToObj(it -> DynamicTest.dynamicTest("after " + it + " ms", () -> unplugAfter(it)));
    }

    private void unplugAfter(int ms) throws Exception {
        int before = board.programmings();
        CompletableFuture<Void> hand =
                CompletableFuture.runAsync(board::unplug, CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS));
        Ran ran = lab.flash(1, 8);
        hand.get(30, TimeUnit.SECONDS);

        if (ran.code() == 0) {
            assertThat(board.programmings()).as(ran.text()).isEqualTo(before + 1);
            assertThat(board.programmed()).isEqualTo(image);
        } else {
            assertThat(ran.code()).as(ran.text()).isEqualTo(3);
        }
        board.plug(UsbLab.port(1));
        lab.awaitReady(1);
        Ran again = lab.flash(1);
        assertThat(again.code()).as(again.text()).isZero();
        lab.awaitReady(1);
    }

    @Test
    void onAnotherPortItIsNotTheBoardOfTheProfile() throws Exception {
        board.unplug();
        board.plug(UsbLab.port(2));
        lab.awaitReady(2);
        Ran ran = lab.flash(1);

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.text()).contains("nothing is plugged into USB port");
        assertThat(board.programmings()).isZero();
    }

    @Test
    void anotherBoardOnItsPortGetsTheImage() throws Exception {
        board.unplug();
        NuLink other = lab.plug(1, NuLinkOptions::takingBreaks);
        Ran ran = lab.flash(1);

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(other.programmed()).isEqualTo(image);
        assertThat(board.programmings()).isZero();
        board.close();
    }

    @Test
    void theHubsSwitchTakesItsPowerAwayAndGivesItBack() throws Exception {
        board.obeyPowerSwitch();
        Ran off = UsbLab.run("uhubctl", "-l", "1", "-p", "1", "-a", "off");
        lab.awaitGone(1);
        Ran on = UsbLab.run("uhubctl", "-l", "1", "-p", "1", "-a", "on");
        lab.awaitReady(1);

        assertThat(off.code()).as(off.text()).isZero();
        assertThat(on.code()).as(on.text()).isZero();
    }
}
