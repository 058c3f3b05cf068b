package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.usb.UsbLab.Ran;

/** Which board is which, on a host with two USB controllers. */
@Tag("usb")
class PlaceTest {
    private static final int SECOND_CONTROLLER = 16;

    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    @Test
    void theSamePortOfAnotherControllerIsAnotherPlace() throws Exception {
        byte[] image = lab.image("b16-1", "5.7.1", 20);
        lab.image("b1-1", "5.7.1", 21);
        lab.plug(1);
        lab.plug(SECOND_CONTROLLER);
        lab.describe(1, "b1-1");
        lab.describe(SECOND_CONTROLLER, "b16-1");
        Ran ran = lab.flash(SECOND_CONTROLLER);

        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(lab.board(SECOND_CONTROLLER).programmed()).isEqualTo(image);
        assertThat(lab.board(1).programmings()).isZero();
    }

    @Test
    void theKernelsNumberIsTakenWithAWarning() throws Exception {
        byte[] image = lab.oneBoard(20);
        Path profile = lab.profile();
        Files.writeString(
                profile,
                Files.readString(profile)
                        .replace(UsbLab.port(1).idPath(), UsbLab.port(1).name()));
        Ran ran = UsbLab.bench("flash", "--profile", profile, "b1");

        assertThat(ran.text())
                .contains("may be another port after the next start")
                .contains("write usb: " + UsbLab.port(1).idPath());
        assertThat(ran.code()).isZero();
        assertThat(lab.board(1).programmed()).isEqualTo(image);
    }

    @Test
    void benchBoardsPrintsThePlaceThatStays() throws Exception {
        lab.plug(1);
        lab.plug(SECOND_CONTROLLER);
        Ran ran = UsbLab.bench("boards", "--yaml");

        assertThat(ran.text())
                .contains("usb: platform-vhci_hcd.0-usb-0:1")
                .contains("usb: platform-vhci_hcd.1-usb-0:1");
    }

    @Test
    void theTargetIsToldOnceTheVolumeIsMounted() throws Exception {
        lab.plug(1);
        Ran before = UsbLab.bench("boards");
        lab.mount(1);
        Ran after = UsbLab.bench("boards");

        assertThat(before.text()).contains("unknown: its volume is not mounted");
        assertThat(after.text()).contains("NUMAKER_PFM_M487");
    }

    /** What makes names by ID useless here, and a place necessary. */
    @Test
    void twoBoardsHaveOneNameById() throws Exception {
        lab.plug(1);
        lab.plug(2);
        try (Stream<Path> names = Files.list(Path.of("/dev/serial/by-id"))) {
            List<Path> all = names.toList();

            assertThat(all).hasSize(1);
        }
        assertThat(Path.of("/dev/serial/by-path", UsbLab.port(1).idPath() + ":1.1"))
                .exists();
        assertThat(Path.of("/dev/serial/by-path", UsbLab.port(2).idPath() + ":1.1"))
                .exists();
    }
}
