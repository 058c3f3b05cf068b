package org.numakerbench.board.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.firmware.Target;

class UsbBoardsTest {
    @TempDir
    private Path scratch;

    private FakeSystem system;

    @BeforeEach
    void makeSystem() throws IOException {
        system = new FakeSystem(Files.createDirectories(scratch.resolve("root")));
    }

    private List<UsbBoard> attached() {
        return new UsbBoards(system.roots()).attached();
    }

    private Path mount(String name) throws IOException {
        return Files.createDirectories(scratch.resolve(name));
    }

    @Test
    void nothingAttachedIsAnEmptyListAndHubsAreNoBoards() {
        assertThat(attached()).isEmpty();
        assertThat(new UsbBoards(system.roots()).canTell()).isTrue();
        assertThat(new UsbBoards(SystemRoots.below(scratch.resolve("none"))).canTell())
                .isFalse();
    }

    /** The number of the bus goes by the order in which controllers were found; the rest is where the plug is. */
    @Test
    void aBoardIsFoundByThePlaceThatStaysAndByTheKernelsName() throws IOException {
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        UsbBoards boards = new UsbBoards(system.roots());

        UsbBoard board = boards.at("pci-0000:00:14.0-usb-0:1.4").orElseThrow();
        assertThat(board.port()).isEqualTo("1-1.4");
        assertThat(board.stablePort()).isEqualTo("pci-0000:00:14.0-usb-0:1.4");
        assertThat(boards.at("1-1.4")).contains(board);
        assertThat(boards.serialAt("pci-0000:00:14.0-usb-0:1.4")).isEqualTo(board.serial());
        assertThat(boards.serialAt("1-1.4")).isEqualTo(board.serial());
        assertThat(boards.serialAt("pci-0000:00:1a.0-usb-0:1.4")).isEmpty();
        assertThat(boards.at("pci-0000:00:1a.0-usb-0:1.4")).isEmpty();
        assertThat(boards.at("pci-0000:00:14.0-usb-0:1")).isEmpty();
        assertThat(boards.kernelName("pci-0000:00:14.0-usb-0:2.3")).contains("1-2.3");
        assertThat(boards.kernelName("pci-0000:00:1a.0-usb-0:2.3")).isEmpty();
        assertThat(boards.kernelName("3-1")).contains("3-1");
    }

    @Test
    void theShortFormMayMoveWhereAnotherControllerIs() throws IOException {
        UsbBoards boards = new UsbBoards(system.roots());
        system.bus(2, "pci0000:00/0000:00:14.0");
        assertThat(boards.mayMove("1-1.4")).isFalse();
        system.bus(3, "platform/vhci_hcd.0");
        assertThat(boards.mayMove("1-1.4")).isTrue();
        assertThat(boards.mayMove("pci-0000:00:14.0-usb-0:1.4")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-4, pci-0000:00:14.0",
        "/sys/devices/pci0000:00/0000:00:1c.4/0000:03:00.0/usb3/3-1, pci-0000:03:00.0",
        "/sys/devices/platform/dummy_hcd.0/usb1/1-1, platform-dummy_hcd.0",
        "/sys/devices/platform/scb/fd500000.pcie/pci0000:00/0000:00:00.0/0000:01:00.0/usb1/1-1, platform-fd500000.pcie-pci-0000:01:00.0",
    })
    void aControllerIsNamedAsUdevNamesIt(Path device, String controller) {
        assertThat(UsbPlace.controller(device)).contains(controller);
    }

    @Test
    void aBoardInMassStorageModeShowsPortVolumeAndTarget() throws IOException {
        Path volume = mount("NuMicro MCU");
        Files.writeString(volume.resolve("DETAILS.TXT"), "Version: 1\r\nUnique ID: 1304AAAAAAAAAAAAAAAAAAAA\r\n");
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.serial("1-1.4", "ttyACM0", 0);
        system.volume("1-1.4", "sdb", "8:16", "NuMicro MCU", volume, "rw,nosuid");

        UsbBoard board = attached().get(0);

        assertThat(board.port()).isEqualTo("1-1.4");
        assertThat(board.adapter())
                .hasValueSatisfying(it -> assertThat(it.methods()).containsExactly("mass-storage"));
        assertThat(board.serial()).hasValueSatisfying(it -> {
            assertThat(it.device()).isEqualTo(system.root().resolve("dev/ttyACM0"));
            assertThat(it.stable())
                    .contains(system.root().resolve("dev/serial/by-path/pci-0000:00:14.0-usb-0:1.4:1.1"));
            assertThat(it.takesBreak()).isFalse();
        });
        assertThat(board.volume()).hasValueSatisfying(it -> {
            assertThat(it.device()).isEqualTo(system.root().resolve("dev/sdb"));
            assertThat(it.label()).contains("NuMicro MCU");
            assertThat(it.mountPoint()).contains(volume);
            assertThat(it.readOnly()).isFalse();
            assertThat(it.target()).contains(Target.NUMAKER_PFM_M487);
        });
    }

    @Test
    void twoBoardsOfOneLabelAreToldApartByTheirPorts() throws IOException {
        Path left = mount("left");
        Path right = mount("NuMicro MCU1");
        Files.writeString(right.resolve("MBED.HTM"), "<meta url=http://mbed.org/device/?code=1302AAAAAAAA>");
        for (String port : List.of("1-1.10", "1-1.2")) {
            system.device(port, "0416", "511e", "Nu-Link");
        }
        system.serial("1-1.10", "ttyACM0", 0);
        system.serial("1-1.2", "ttyACM1", 4);
        system.volume("1-1.10", "sdb", "8:16", "NuMicro MCU", left, "rw");
        system.volume("1-1.2", "sdc", "8:32", "NuMicro MCU", right, "ro");

        assertThat(attached()).extracting(UsbBoard::port).containsExactly("1-1.2", "1-1.10");
        UsbBoard second = new UsbBoards(system.roots()).at("1-1.2").orElseThrow();
        assertThat(second.serial().orElseThrow().device()).hasFileName("ttyACM1");
        assertThat(second.serial().orElseThrow().takesBreak()).isTrue();
        assertThat(second.volume().orElseThrow().mountPoint()).contains(right);
        assertThat(second.volume().orElseThrow().readOnly()).isTrue();
        assertThat(second.volume().orElseThrow().target()).contains(Target.NUMAKER_PFM_NUC472);
    }

    @Test
    void aBoardBehindTwoHubsHasItsOwnInterfacesOnly() throws IOException {
        system.device("1-1.4", "05e3", "0610", "USB2.0 Hub");
        system.device("1-1.4.2", "0416", "511d", "Nu-Link");
        system.serial("1-1.4.2", "ttyACM3", 0);

        assertThat(attached()).singleElement().satisfies(board -> {
            assertThat(board.port()).isEqualTo("1-1.4.2");
            assertThat(board.adapter().orElseThrow().methods()).containsExactly("openocd", "nulink");
            assertThat(board.adapter().orElseThrow().advice()).contains("MSG to ON");
            assertThat(board.volume()).isEmpty();
        });
    }

    @Test
    void aVolumeThatIsNotMountedOrHasNoLabelIsSaidSo() throws IOException {
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.volume("1-1.4", "sdb", "8:16", null, null, "rw");

        UsbBoard.Volume volume = attached().get(0).volume().orElseThrow();

        assertThat(volume.label()).isEmpty();
        assertThat(volume.mountPoint()).isEmpty();
        assertThat(volume.target()).isEmpty();
        assertThat(volume.stable()).isPresent();
    }

    @Test
    void ofTwoVolumesWithOneLabelBothKeepIt() throws IOException {
        for (String port : List.of("1-1.2", "1-1.4")) {
            system.device(port, "0416", "511e", "Nu-Link");
        }
        system.volume("1-1.2", "sdb", "8:16", "NuMicro MCU", null, "rw");
        system.volume("1-1.4", "sdc", "8:32", "NuMicro MCU", null, "rw");

        assertThat(attached())
                .extracting(it -> it.volume().orElseThrow().label().orElse("none"))
                .containsExactly("NuMicro MCU", "NuMicro MCU");
    }

    @Test
    void theAdaptersOwnUpdateDiskIsNamedEvenWhenAnotherHasTheLink() throws IOException {
        for (String port : List.of("1-1.2", "1-1.4")) {
            system.device(port, "0416", "5200", "Nu-Link2");
        }
        system.volume("1-1.2", "sdb", "8:16", "Nu-Link2", null, "rw");
        system.volume("1-1.4", "sdc", "8:32", "Nu-Link2", null, "rw");

        assertThat(attached().get(0).volume().orElseThrow().label()).contains("Nu-Link2");
    }

    @Test
    void withoutUdevsRecordsTheLinkNamesTheVolume() throws IOException {
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.volume("1-1.4", "sdb", "8:16", "NuMicro MCU", null, "rw");
        Files.delete(system.root().resolve("run/udev/data/b8:16"));

        assertThat(attached().get(0).volume().orElseThrow().label()).contains("NuMicro MCU");
    }

    @Test
    void somebodyElsesMountWithANameThatIsNoUtf8DoesNotHideTheBoards() throws IOException {
        Path volume = mount("NuMicro MCU");
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.volume("1-1.4", "sdb", "8:16", "NuMicro MCU", volume, "rw");
        Path table = system.root().resolve("proc/self/mountinfo");
        byte[] other = "98 22 8:48 / /media/caf\u00e9\rx rw - vfat /dev/sdd rw\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(table, other, StandardOpenOption.APPEND);

        assertThat(attached().get(0).volume().orElseThrow().mountPoint()).contains(volume);
    }

    @Test
    void aMountPointThatIsNoPathHereIsNotMountedRatherThanAFailure() throws IOException {
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.volume("1-1.4", "sdb", "8:16", "NuMicro MCU", null, "rw");
        // NUL is a name that no locale can hold; under LANG=C every non-ASCII name is one.
        Files.writeString(
                system.root().resolve("proc/self/mountinfo"),
                "99 22 8:16 / /media/NuMicro\\000MCU rw - vfat /dev/sdb rw\n");

        assertThat(attached().get(0).volume().orElseThrow().mountPoint()).isEmpty();
    }

    @Test
    void aMountOfAnEarlierPlugInIsNotThisBoards() throws IOException {
        system.device("1-1.4", "0416", "511e", "Nu-Link");
        system.volume("1-1.4", "sdc", "8:32", "NuMicro MCU", null, "rw");
        Files.writeString(
                system.root().resolve("proc/self/mountinfo"),
                "99 22 8:16 / " + mount("stale") + " rw - vfat /dev/sdb rw\n");

        assertThat(attached().get(0).volume().orElseThrow().mountPoint()).isEmpty();
    }

    @Test
    void aKeyboardOfTheSameVendorIsNoBoardButAnySerialPortIsShown() throws IOException {
        system.device("1-1.1", "0416", "5020", "LED badge");
        system.device("1-1.3", "10c4", "ea60", "CP2102");
        system.serial("1-1.3", "ttyACM2", 4);

        assertThat(attached()).singleElement().satisfies(board -> {
            assertThat(board.adapter()).isEmpty();
            assertThat(board.product()).isEqualTo("CP2102");
        });
    }

    @ParameterizedTest
    @CsvSource({"511b,openocd", "511d,openocd", "511e,mass-storage", "5200,mass-storage", "2008,mass-storage"})
    void eachPersonalityKnowsItsMethods(String product, String method) {
        assertThat(Adapter.of(0x0416, Integer.parseInt(product, 16)))
                .hasValueSatisfying(it -> assertThat(it.methods()).contains(method));
    }

    @Test
    void anAdapterThatUpdatesItselfIsNeverFlashed() {
        assertThat(Adapter.of(0x0416, 0x5210))
                .hasValueSatisfying(it -> assertThat(it.methods()).isEmpty());
        assertThat(Adapter.of(0x1234, 0x511e)).isEmpty();
    }
}
