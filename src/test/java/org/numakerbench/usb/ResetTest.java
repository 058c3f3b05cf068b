package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.NuLinkOptions;
import org.numakerbench.sim.usb.Taking;
import org.numakerbench.usb.UsbLab.Ran;

/** {@code bench reset}: it says yes only to a banner that came after the reset. */
@Tag("usb")
class ResetTest {
    private static final String FLASH = "    flash: {method: mass-storage, timeout: 90s}";

    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    private NuLink board;

    private void programmed(UnaryOperator<NuLinkOptions> change, String reset) throws Exception {
        lab.oneBoard(20, change, FLASH, "    reset: [" + reset + "]");
        board = lab.board(1);
        Ran ran = lab.flash(1);
        assertThat(ran.code()).as(ran.text()).isZero();
        lab.awaitReady(1);
    }

    private Ran reset() throws Exception {
        return UsbLab.bench("reset", "--profile", lab.profile(), "b1");
    }

    private void holdOldText() {
        board.pressReset();
        UsbLab.waitFor("an old banner in the adapter", () -> board.heldBytes() > 300);
    }

    @Test
    void byBreakItIsTheNewBanner() throws Exception {
        programmed(NuLinkOptions::takingBreaks, "{method: break, hold: 50ms}");
        Ran ran = reset();

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(ran.text()).contains("boot banner").contains("ms after the reset");
    }

    @Test
    void byMassStorageItPassesAlthoughThePortHangsUp() throws Exception {
        programmed(UnaryOperator.identity(), "{method: mass-storage}");
        Ran ran = reset();

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(board.programmings()).isEqualTo(2);
    }

    @Test
    void byTheHubsSwitchItPassesAlthoughThePortHangsUp() throws Exception {
        programmed(UnaryOperator.identity(), "{method: usb-power, off: 2s}");
        board.obeyPowerSwitch();
        Ran ran = reset();

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(ran.text()).contains("boot banner");
    }

    @Test
    void anOldBannerInTheAdapterIsNotTheNewOne() throws Exception {
        programmed(UnaryOperator.identity(), "{method: command, command: [\"true\"]}");
        holdOldText();
        // It arrives when the reset was asked for, unless it is waited for.
        board.delaySerial(Duration.ofMillis(100));
        Ran ran = reset();

        assertThat(ran.text()).contains("no boot banner within");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void afterARefusedBreakTheNextMeansIsTakenAndItsBannerCounts() throws Exception {
        programmed(UnaryOperator.identity(), "{method: break}, {method: mass-storage}");
        holdOldText();
        Ran ran = reset();

        assertThat(ran.text()).contains("break was refused").contains("does not announce it");
        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(board.programmings()).isEqualTo(2);
    }

    @Test
    void anAdapterThatStaysAwayIsNoReset() throws Exception {
        programmed(UnaryOperator.identity(), "{method: mass-storage}");
        board.take(Taking.GONE);
        Ran ran = reset();

        assertThat(ran.text()).doesNotContain("boot banner");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void anEmptyBoardHasNoBanner() throws Exception {
        lab.oneBoard(20, NuLinkOptions::takingBreaks, FLASH, "    reset: [{method: break}]");
        Ran ran = reset();

        assertThat(ran.text()).contains("no boot banner within");
        assertThat(ran.code()).isEqualTo(3);
    }
}
