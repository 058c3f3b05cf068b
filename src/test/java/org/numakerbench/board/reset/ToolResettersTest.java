package org.numakerbench.board.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.Needs;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.StandIn;
import org.numakerbench.board.TestImages;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.model.Stage;

/** Against shell scripts that print what the tools print, and the uhubctl that is installed. */
@Timeout(60)
class ToolResettersTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final UsbBoards NOTHING = new UsbBoards(SystemRoots.below(Path.of("/nonexistent")));
    /** uhubctl 2.5.0 on a hub that obeys; the form is that of its uhubctl.c. */
    private static final String CYCLED = """
            Current status for hub 1-1.4 [05e3:0608 USB2.0 Hub, USB 2.00, 4 ports, ppps]
              Port 2: 0103 power enable connect [0416:511e Nuvoton Nu-Link]
            Sent power off request
            New status for hub 1-1.4 [05e3:0608 USB2.0 Hub, USB 2.00, 4 ports, ppps]
              Port 2: 0000 off
            Current status for hub 1-1.4 [05e3:0608 USB2.0 Hub, USB 2.00, 4 ports, ppps]
              Port 2: 0000 off
            Sent power on request
            New status for hub 1-1.4 [05e3:0608 USB2.0 Hub, USB 2.00, 4 ports, ppps]
              Port 2: 0101 power connect []""";

    private final List<Fact> facts = new ArrayList<>();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"1-1.4.2, 1-1.4, 2", "1-2, 1, 2", "2-1.3, 2-1, 3", "12-10.11, 12-10, 11"})
    void a_usb_port_is_a_hub_and_its_port(String usbPort, String hub, int port) {
        assertThat(UsbPowerResetter.HubPort.of(usbPort)).isEqualTo(new UsbPowerResetter.HubPort(hub, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "usb1", "1-", "1-1.", "1-1:1.0", "1-1.4.2 ", "-l", "/dev/ttyACM0"})
    void another_text_is_no_usb_port(String text) {
        assertThatThrownBy(() -> UsbPowerResetter.HubPort.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as in 1-1.4.2");
    }

    @Test
    void the_port_is_switched_off_and_on() throws Exception {
        usbPower(CYCLED, 0);
        assertThat(facts).singleElement().isInstanceOfSatisfying(Fact.ToolRan.class, ran -> {
            assertThat(ran.stage()).isEqualTo(Stage.RESET);
            assertThat(ran.commandLine().subList(1, 9))
                    .containsExactly("-l", "1-1.4", "-p", "2", "-a", "cycle", "-d", "2.500");
        });
    }

    @Test
    void a_hub_that_cannot_switch_is_named_with_the_remedy() {
        assertThatThrownBy(() -> usbPower(
                        "No compatible devices detected at location 1-1.4!\nRun with -h to get usage info.", 1))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("no hub that can switch")
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains("per-port power switching");
    }

    @Test
    void no_right_is_told_from_no_hub() {
        String output = "No compatible devices detected at location 1-1.4!\nRun with -h to get usage info.\n"
                + "There were permission problems while accessing USB.\nFollow https://git.io/JIB2Z for a fix!";
        assertThatThrownBy(() -> usbPower(output, 1)).hasMessageContaining("no right to switch");
    }

    @Test
    void a_hub_that_does_not_obey_is_a_failure_although_uhubctl_says_0() {
        String kept = CYCLED.replaceFirst("Port 2: 0000 off", "Port 2: 0103 power enable connect [0416:511e]");
        assertThatThrownBy(() -> usbPower(kept, 0)).isInstanceOf(DriverException.class);
        assertThatThrownBy(() -> usbPower("Failed to control port power!\n: Input/output error\n" + CYCLED, 0))
                .hasMessageContaining("refuses to switch");
        assertThatThrownBy(() -> usbPower("Current status for hub 1-1.4 []\n  Port 2: 0103 power", 0))
                .hasMessageContaining("lacks \"Sent power off request\"");
    }

    @Test
    void the_installed_uhubctl_says_that_there_is_no_such_hub() {
        Needs.program("uhubctl");
        UsbPowerResetter nowhere = new UsbPowerResetter("uhubctl", NOTHING, "99-9.9", Duration.ofSeconds(1), LONG);
        assertThatThrownBy(() -> nowhere.reset(new Port(), facts::add))
                .isInstanceOf(DriverException.class)
                .hasMessageMatching("uhubctl: no (hub that can switch|right to switch).*");
    }

    @Test
    void openocd_resets_and_lets_the_target_run() throws Exception {
        String tool = StandIn.saying(directory, "openocd", "shutdown command invoked", 0);
        openOcd(tool);
        assertThat(Files.readString(directory.resolve("calls"))).endsWith("[-c][init; reset run; shutdown]\n");
    }

    @Test
    void an_openocd_without_an_adapter_is_a_refusal_with_its_remedy() throws Exception {
        String tool = StandIn.saying(directory, "openocd", "Error: unable to find Nu-Link", 1);
        assertThatThrownBy(() -> openOcd(tool))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("no debug adapter found");
        assertThat(facts).hasSize(1);
    }

    @Test
    void reflashing_copies_the_same_image_again() throws Exception {
        Image image = TestImages.of(directory, "a.bin", 10);
        List<Image> flashed = new ArrayList<>();
        Flasher flasher = new Flasher() {
            @Override
            public String name() {
                return "mass-storage";
            }

            @Override
            public Fact.Flashed flash(Image each, Consumer<Fact> record) {
                flashed.add(each);
                return new Fact.Flashed(name(), "took the file", 1);
            }
        };
        new MassStorageResetter(flasher, image).reset(new Port(), facts::add);
        assertThat(flashed).containsExactly(image);
        // The run's one Flashed fact is the flasher's own.
        assertThat(facts).isEmpty();
    }

    @Test
    void a_person_is_asked_once_and_not_waited_for() throws Exception {
        List<String> told = new ArrayList<>();
        new ManualResetter("M487-1", told::add).reset(new Port(), facts::add);
        assertThat(told).containsExactly("Press the reset button of M487-1 now (/dev/ttyACM7).");
    }

    private void usbPower(String output, int code) throws IOException, DriverException, InterruptedException {
        String tool = StandIn.saying(directory, "uhubctl", output, code);
        new UsbPowerResetter(tool, NOTHING, "1-1.4.2", Duration.ofMillis(2500), LONG).reset(new Port(), facts::add);
    }

    private void openOcd(String tool) throws DriverException, InterruptedException {
        OpenOcd openOcd = new OpenOcd(tool, "interface/nulink.cfg", "target/numicroM4.cfg", LONG);
        new OpenOcdResetter(openOcd).reset(new Port(), facts::add);
    }

    private static final class Port implements SerialLink {
        @Override
        public Path device() {
            return Path.of("/dev/ttyACM7");
        }

        @Override
        public void write(Bytes bytes) {}

        @Override
        public void sendBreak(long holdMs) {}

        @Override
        public void close() {}
    }
}
