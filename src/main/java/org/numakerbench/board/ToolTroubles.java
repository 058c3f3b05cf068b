package org.numakerbench.board;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.model.FailureCode;

/**
 * What the flash and reset tools say when they fail, what it means, and what helps. A row is looked at only when a run
 * has failed already: tools print some of these lines and go on. Of several rows that fit, the first one tells.
 */
public final class ToolTroubles {
    private static final String USB_RIGHTS =
            "install the udev rule of OpenOCD (60-openocd.rules), add yourself to the group plugdev, log in again and"
                    + " re-plug the board";
    private static final String SWITCH_OFF =
            "plug the board in, and check the adapter's switch MSG: OFF (it is read when the board is plugged in)";
    private static final String WHICH_OPENOCD =
            "Nuvoton's fork (OpenNuvoton/OpenOCD-Nuvoton) has the files for all Nuvoton boards; mainline has"
                    + " target/numicro_m4.cfg, for the NUC472 alone, after 0.12.0";

    /** No tool whose output is known. */
    public static final ToolTroubles NONE = new ToolTroubles(List.of());

    /**
     * Texts of OpenOCD: mainline 0.12.0 (some rows seen with Debian's package), Nuvoton's fork
     * (src/jtag/drivers/nulink_usb.c, src/flash/nor/numicro.c, src/flash/startup.tcl; its issues #5, #22, #24, #29).
     */
    public static final ToolTroubles OPENOCD = new ToolTroubles(List.of(
            row(FailureCode.TOOL_UNFIT, "Can't find (interface/[\\w.-]+)", "this openocd has no $1", WHICH_OPENOCD),
            row(FailureCode.TOOL_UNFIT, "Can't find (target/[\\w.-]+)", "this openocd has no $1", WHICH_OPENOCD),
            row(
                    FailureCode.TOOL_UNFIT,
                    "Can't find ([\\w./-]+\\.cfg)",
                    "this openocd has no $1",
                    "correct the file name in the profile"),
            row(
                    FailureCode.ADAPTER_DENIED,
                    "LIBUSB_ERROR_ACCESS|(?i)hidraw.*permission denied",
                    "no right to open the debug adapter",
                    USB_RIGHTS),
            again(
                    FailureCode.ADAPTER_FAILED,
                    "nulink_usb_(version|reset|xfer) failed",
                    "the debug adapter does not answer (nulink_usb_$1 failed)",
                    "re-plug the board; if that does not help, reboot the host (OpenOCD-Nuvoton issue #29)"),
            row(
                    FailureCode.ADAPTER_BUSY,
                    "claim interface failed\\((-?\\d+)\\)",
                    "another program holds the debug adapter (claim interface failed, $1)",
                    "end other debuggers; on macOS the system's HID driver holds it: use mass storage"),
            row(
                    FailureCode.ADAPTER_MISSING,
                    "(?i)cannot find any Nuvoton device|unable to find Nu-Link|unable to find a matching .*device|no device found|Error: open failed",
                    "no debug adapter found",
                    SWITCH_OFF),
            row(
                    FailureCode.ADAPTER_DENIED,
                    "unable to open Nu-Link device",
                    "the debug adapter cannot be opened",
                    USB_RIGHTS),
            row(
                    FailureCode.TOOL_UNFIT,
                    "Failed to search PartID|Failed to detect a known part|Device Name: UNKNOWN|auto_probe failed",
                    "this openocd does not know the board's part",
                    "Nuvoton's fork knows both boards' parts; mainline knows the NUC472 alone, after 0.12.0"),
            row(
                    FailureCode.TARGET_UNREACHABLE,
                    "IDCODE: 0x0+\\b|init mode failed|Target not examined yet|Error connecting DP",
                    "the debug adapter does not reach the target",
                    "check the board's power and the SWD connection between adapter and target"),
            row(
                    FailureCode.FLASH_VERIFY,
                    "\\*\\* Verify Failed \\*\\*|contents differ|checksum mismatch",
                    "what is in the flash is not the image (verify failed)",
                    "flash again; if it happens again, erase the whole chip first, or suspect the board"),
            row(
                    FailureCode.FLASH_FAILED,
                    "no flash bank found for address|couldn't open|Error writing to flash"
                            + "|\\*\\* Programming Failed \\*\\*",
                    "programming the flash failed",
                    "check the image's address and the configuration bits (lock, CONFIG0), then flash again"),
            row(
                    FailureCode.RESET_FAILED,
                    "\\*\\* Unable to reset target \\*\\*",
                    "the target could not be reset and halted",
                    "re-plug the board; press its reset button while the tool connects"),
            row(
                    FailureCode.ADAPTER_FAILED,
                    "\\*\\* OpenOCD init failed \\*\\*",
                    "openocd could not start a debug session",
                    SWITCH_OFF)));

    /**
     * Texts of pyOCD 0.45 (pyocd/subcommands/load_cmd.py, pyocd/core/helpers.py, pyocd/__main__.py).
     */
    public static final ToolTroubles PYOCD = new ToolTroubles(List.of(
            row(
                    FailureCode.TOOL_FAILED,
                    "Enter the number of the debug probe|More than one debug probe matches",
                    "several debug probes are attached, and pyOCD cannot choose",
                    "give the unique ID of the board's probe, as 'pyocd list' shows it"),
            row(
                    FailureCode.ADAPTER_MISSING,
                    "No available debug probes|No target device available|[Nn]o connected debug probe"
                            + "|Probe \\S+ not found"
                            + "|Waiting for a debug probe|No device available",
                    "pyOCD finds no debug probe",
                    "pyOCD does not speak to the boards' own Nu-Link1: attach a CMSIS-DAP, J-Link or ST-Link probe"),
            row(
                    FailureCode.TOOL_UNFIT,
                    "Target type (\\S+) not recognized",
                    "this pyOCD does not know the target $1",
                    "use a newer pyOCD for m487jidae (Debian 12's 0.13 is too old); the NUC472 needs a CMSIS-Pack"
                            + " (pyocd pack install nuc472hi8ae)"),
            row(
                    FailureCode.ADAPTER_DENIED,
                    "(?i)LIBUSB_ERROR_ACCESS|Access denied|insufficient permissions",
                    "no right to open the probe",
                    USB_RIGHTS),
            row(
                    FailureCode.TARGET_UNREACHABLE,
                    "(?i)No ACK|Unable to connect|transfer (error|fault)",
                    "the probe does not reach the target",
                    "check the SWD wires, ground, and the board's power"),
            row(
                    FailureCode.FLASH_FAILED,
                    "(?i)program(ming)? page failure|flash (program|erase).* fail",
                    "programming the flash failed",
                    "erase the chip (pyocd erase --chip), then flash again")));

    /** Texts of Nuvoton's NuLink command tool, undocumented but for the form {@code >>> ERROR: ... <<<}. */
    public static final ToolTroubles NULINK = new ToolTroubles(List.of(
            row(
                    FailureCode.ADAPTER_MISSING,
                    "(?i)>>> ERROR:?[^<\\n]*(no nu-?link|nu-?link[^<\\n]*not (found|connect)|connect nu-?link)",
                    "the NuLink tool finds no debug adapter",
                    SWITCH_OFF),
            row(
                    FailureCode.FLASH_VERIFY,
                    "(?i)>>> ERROR:?[^<\\n]*verif",
                    "what is in the flash is not the image (verify failed)",
                    "flash again; if it happens again, erase the whole chip first, or suspect the board"),
            row(
                    FailureCode.TOOL_FAILED,
                    "(?i)>>> ERROR:?\\s*([\\p{Print}&&[^<]]{1,120})",
                    "the NuLink tool reports: $1",
                    "run it by hand; its whole output is in the evidence log")));

    /** Texts of uhubctl 2 (uhubctl.c, issues #117, #183); "No compatible devices" was seen with Debian's 2.5.0. */
    public static final ToolTroubles UHUBCTL = new ToolTroubles(List.of(
            row(
                    FailureCode.ADAPTER_DENIED,
                    "There were permission problems while accessing USB",
                    "no right to switch the USB hub's power",
                    "give the hub's device to your group by a udev rule (https://git.io/JIB2Z)"),
            row(
                    FailureCode.ADAPTER_FAILED,
                    "Failed to control port power",
                    "the hub refuses to switch the port's power",
                    "see whether the hub is one of uhubctl's list, and whether you may write to its device"),
            row(
                    FailureCode.ADAPTER_MISSING,
                    "No compatible (devices|smart hubs) detected",
                    "no hub that can switch its ports' power at this place",
                    "put the board on a hub with per-port power switching (list in uhubctl's README), and give its place"
                            + " as 'uhubctl' shows it; without such a hub choose another means of resetting")));

    private final List<Trouble> rows;

    private ToolTroubles(List<Trouble> rows) {
        this.rows = rows;
    }

    /**
     * A row, filled in.
     *
     * @param again true when trying once more has helped others
     */
    public record Known(FailureCode code, String cause, String remedy, boolean again) {}

    private record Trouble(FailureCode code, Pattern pattern, String cause, String remedy, boolean again) {}

    private static Trouble row(FailureCode code, String pattern, String cause, String remedy) {
        return new Trouble(code, Pattern.compile(pattern), cause, remedy, false);
    }

    private static Trouble again(FailureCode code, String pattern, String cause, String remedy) {
        return new Trouble(code, Pattern.compile(pattern), cause, remedy, true);
    }

    /** By the program's file name, as in {@code /opt/nuvoton/openocd} and {@code NuLink_M2354.exe}. */
    static ToolTroubles of(String executable) {
        String name = executable.replaceFirst(".*[/\\\\]", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("openocd")) {
            return OPENOCD;
        }
        if (name.startsWith("pyocd")) {
            return PYOCD;
        }
        if (name.startsWith("nulink")) {
            return NULINK;
        }
        return name.startsWith("uhubctl") ? UHUBCTL : NONE;
    }

    /** The first row that fits a failed run's output. */
    public Optional<Known> in(String output) {
        for (Trouble row : rows) {
            Matcher matcher = row.pattern.matcher(output);
            if (matcher.find()) {
                String cause = row.cause.contains("$1")
                        ? row.cause.replace(
                                "$1", String.valueOf(matcher.group(1)).strip())
                        : row.cause;
                return Optional.of(new Known(row.code, cause, row.remedy, row.again));
            }
        }
        return Optional.empty();
    }
}
