package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.Personality;
import org.numakerbench.usb.UsbLab.Ran;

/** What the host sees of boards that are plugged in. */
@Tag("usb")
class PluggedInTest {
    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    @Test
    void aNuLink1ShowsDiskAndSerialPortAndNoSerialNumber() throws Exception {
        lab.plug(1);
        UsbBoard board = lab.seen(1).orElseThrow();

        assertThat(board.adapter().orElseThrow().name()).isEqualTo("Nu-Link1, switch MSG ON");
        assertThat(board.product()).isEqualTo("Nu-Link");
        assertThat(board.volume().orElseThrow().label()).contains("NuMicro MCU");
        assertThat(board.serial().orElseThrow().takesBreak()).isFalse();
        assertThat(board.serial().orElseThrow().stable().orElseThrow())
                .hasToString("/dev/serial/by-path/" + UsbLab.port(1).idPath() + ":1.1");
        assertThat(Files.exists(Path.of("/sys/bus/usb/devices", board.port(), "serial")))
                .isFalse();
    }

    @Test
    void withItsSwitchOffThereIsNoVolume() throws Exception {
        lab.plug(2, it -> it.as(Personality.NU_LINK1_DEBUG));
        UsbBoard board = lab.seen(2).orElseThrow();

        assertThat(board.adapter().orElseThrow().name()).isEqualTo("Nu-Link1, switch MSG OFF");
        assertThat(board.volume()).isEmpty();
        assertThat(board.serial()).isPresent();
    }

    @Test
    void aNuLink2HasEverythingAtOnce() throws Exception {
        lab.plug(3, it -> it.as(Personality.NU_LINK2));
        UsbBoard board = lab.seen(3).orElseThrow();

        assertThat(board.adapter().orElseThrow().name()).isEqualTo("Nu-Link2");
        assertThat(board.volume()).isPresent();
        assertThat(board.serial()).isPresent();
        assertThat(Files.readString(Path.of("/sys/bus/usb/devices", board.port(), "serial")))
                .startsWith("13010000AAAA");
    }

    @Test
    void anAdapterThatTakesBreaksSaysSo() throws Exception {
        lab.plug(1, it -> it.takingBreaks());

        assertThat(lab.seen(1).orElseThrow().serial().orElseThrow().takesBreak())
                .isTrue();
    }

    @Test
    void fifteenBoardsOnOneHubAreFifteenPlaces() throws Exception {
        for (int number = 1; number <= 15; number++) {
            lab.plug(number);
        }
        List<UsbBoard> boards = new UsbBoards(SystemRoots.real()).attached();

        assertThat(boards).hasSize(15);
        assertThat(boards)
                .extracting(it -> it.serial().orElseThrow().stable().orElseThrow())
                .doesNotHaveDuplicates();
        assertThat(boards)
                .extracting(it -> it.volume().orElseThrow().stable().orElseThrow())
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsUnpluggedIsGone() throws Exception {
        NuLink board = lab.plug(1);
        board.unplug();

        lab.awaitGone(1);
    }

    @Test
    void onAnotherPortItIsAtAnotherPlace() throws Exception {
        NuLink board = lab.plug(4);
        board.unplug();
        board.plug(UsbLab.port(9));
        lab.awaitReady(9);

        assertThat(lab.seen(4)).isEmpty();
        assertThat(lab.seen(9)).isPresent();
    }

    @Test
    void benchBoardsListsThem() throws Exception {
        lab.plug(1);
        lab.plug(2, it -> it.as(Personality.NU_LINK1_DEBUG));
        Ran ran = UsbLab.bench("boards");

        assertThat(ran.code()).isZero();
        assertThat(ran.text())
                .contains("switch MSG ON")
                .contains("switch MSG OFF")
                .contains("NuMicro MCU")
                .contains(UsbLab.port(1).name());
    }
}
