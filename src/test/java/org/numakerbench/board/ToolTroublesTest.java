package org.numakerbench.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolTroublesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Error: unable to find Nu-Link | no debug adapter found | MSG: OFF",
                "Error: open failed | no debug adapter found | MSG: OFF",
                "Error: unable to find a matching CMSIS-DAP device | no debug adapter found | MSG: OFF",
                "Error: no device found | no debug adapter found | MSG: OFF",
                "Error: libusb_open() failed with LIBUSB_ERROR_ACCESS | no right to open | plugdev",
                "Debug: nulink_usb_version failed with cmdSize(4 * 6) | does not answer | reboot the host",
                "Error: nulink_usb_reset failed | does not answer | reboot the host",
                "Error: claim interface failed(-3) | another program holds | macOS",
                "embedded:startup.tcl:28: Error: Can't find target/numicroM4.cfg | no target/numicroM4.cfg | fork",
                "Error: Can't find interface/nulink.cfg | no interface/nulink.cfg | after 0.12.0",
                "Warn : NuMicro flash driver: Failed to search PartID. Use 'UNKNOWN' instead. | not know | fork",
                "Error: ** Verify Failed ** | is not the image | flash again",
                "** Programming Failed ** | programming the flash failed | configuration bits",
                "** Unable to reset target ** | could not be reset | reset button",
            })
    void openocd_texts_have_a_cause_and_a_remedy(String output, String cause, String remedy) {
        assertKnown(ToolTroubles.OPENOCD, output, cause, remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "No available debug probes are connected | no debug probe | Nu-Link1",
                "0000250 E No target device available [load_cmd] | no debug probe | Nu-Link1",
                "0004258 C Probe 0daa9c0d not found [__main__] | no debug probe | Nu-Link1",
                "No connected debug probe matches unique ID '1315' | no debug probe | Nu-Link1",
                "Enter the number of the debug probe or 'q' to quit> | several debug probes | pyocd list",
                "0000250 C Target type nuc472hi8ae not recognized. | target nuc472hi8ae | CMSIS-Pack",
                "0001000 C No ACK received [__main__] | does not reach the target | SWD",
            })
    void pyocd_texts_have_a_cause_and_a_remedy(String output, String cause, String remedy) {
        assertKnown(ToolTroubles.PYOCD, output, cause, remedy);
    }

    @Test
    void of_several_texts_the_cause_is_told_not_its_effect() {
        String output = "Error: libusb_open() failed with LIBUSB_ERROR_ACCESS\nError: no device found\n"
                + "Error: open failed\n** OpenOCD init failed **\nshutdown command invoked\n";
        assertThat(ToolTroubles.OPENOCD.in(output).orElseThrow().cause()).contains("no right to open");
    }

    @Test
    void only_an_adapter_that_does_not_answer_is_tried_again() {
        assertThat(ToolTroubles.OPENOCD
                        .in("nulink_usb_reset failed")
                        .orElseThrow()
                        .again())
                .isTrue();
        assertThat(ToolTroubles.OPENOCD
                        .in("unable to find Nu-Link")
                        .orElseThrow()
                        .again())
                .isFalse();
    }

    @Test
    void an_error_of_the_nulink_tool_is_repeated_without_control_characters() {
        assertThat(ToolTroubles.NULINK
                        .in(">>> ERROR: Chip is lo\u001b[2Jcked <<<")
                        .orElseThrow()
                        .cause())
                .isEqualTo("the NuLink tool reports: Chip is lo");
    }

    @Test
    void a_program_is_known_by_its_file_name() {
        assertThat(ToolTroubles.of("/opt/nuvoton/bin/openocd")).isSameAs(ToolTroubles.OPENOCD);
        assertThat(ToolTroubles.of("C:\\Nuvoton\\NuLink_M2354.exe")).isSameAs(ToolTroubles.NULINK);
        assertThat(ToolTroubles.of("pyocd")).isSameAs(ToolTroubles.PYOCD);
        assertThat(ToolTroubles.of("uhubctl")).isSameAs(ToolTroubles.UHUBCTL);
        assertThat(ToolTroubles.of("/openocd/flash.sh")).isSameAs(ToolTroubles.NONE);
    }

    @Test
    void other_output_is_not_explained() {
        assertThat(ToolTroubles.OPENOCD.in("** Verified OK **")).isEmpty();
        assertThat(ToolTroubles.NONE.in("Error: open failed")).isEmpty();
    }

    private static void assertKnown(ToolTroubles table, String output, String cause, String remedy) {
        ToolTroubles.Known known =
                table.in("Info : line before\n" + output + "\nline after\n").orElseThrow();
        assertThat(known.cause()).contains(cause).doesNotContain("$1");
        assertThat(known.remedy()).contains(remedy);
    }
}
