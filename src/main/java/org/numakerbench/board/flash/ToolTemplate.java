package org.numakerbench.board.flash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.numakerbench.board.ToolCheck;
import org.numakerbench.board.ToolTroubles;

/**
 * A flash tool as a list of commands. Placeholders in arguments: {@code {image}}, {@code {board}}, {@code {port}},
 * {@code {size}} (bytes from address 0 to the image's end) and {@code {readback}} (a file for what is in the flash).
 *
 * @param readback true when the steps write {@code {readback}}, to be compared with the image
 */
public record ToolTemplate(String name, List<Step> steps, boolean readback) {
    public ToolTemplate {
        steps = List.copyOf(steps);
    }

    /**
     * One command.
     *
     * @param extension of the images it is for, {@code .bin} or {@code .hex}; empty: for all
     */
    public record Step(String extension, List<String> command, ToolCheck check) {
        public Step {
            command = List.copyOf(command);
        }
    }

    /**
     * pyOCD with a CMSIS-DAP, J-Link or ST-Link probe. It does not verify, and {@code pyocd cmd} ends with 0 whatever
     * its commands did: the flash is read back and compared here. Without {@code -W} it waits for a probe for ever.
     *
     * @param target {@code m487jidae}
     * @param start first address of its flash
     * @param probe its unique ID; empty when only one is attached
     */
    public static ToolTemplate pyocd(String executable, String target, long start, Optional<String> probe) {
        String address = "0x" + Long.toHexString(start);
        List<String> which = new ArrayList<>(List.of("-W", "-t", target));
        probe.ifPresent(it -> which.addAll(List.of("-u", it)));
        // Log lines: "0000980 E ... [load_cmd]", in colours where the environment asks for them; "0000980:ERROR:..."
        // from old versions (0.19, 0.28). It would ask a person to choose among several probes.
        String colour = "(?:\\x1b\\[[\\d;]*m)*";
        List<String> errors = List.of(
                "(?m)^" + colour + "\\d+" + colour + " " + colour + "[CE]" + colour + " ",
                "(?m)^" + colour + "\\d+:(ERROR|CRITICAL):",
                "Waiting for a debug probe",
                "Enter the number of the debug probe");
        ToolCheck flashed = ToolCheck.of(List.of("programmed \\d+ bytes"), errors, true, ToolTroubles.PYOCD);
        ToolCheck read = ToolCheck.of(List.of(), errors, true, ToolTroubles.PYOCD);
        return new ToolTemplate(
                "pyocd",
                List.of(
                        new Step(
                                ".bin",
                                join(List.of(executable, "flash"), which, "-e", "sector", "-a", address, "{image}"),
                                flashed),
                        new Step(".hex", join(List.of(executable, "flash"), which, "-e", "sector", "{image}"), flashed),
                        new Step(
                                "",
                                join(
                                        List.of(executable, "cmd"),
                                        which,
                                        "-c",
                                        "savemem " + address + " {size} {readback}"),
                                read),
                        // Reading halts the target.
                        new Step("", join(List.of(executable, "reset"), which), read)),
                true);
    }

    /**
     * Nuvoton's NuLink command tool (Windows; adapter switch MSG: OFF). Its exit codes are undocumented; failures are
     * lines {@code >>> ERROR: ... <<<}. Never its word {@code all_nulink}, which takes every adapter of the host.
     */
    public static ToolTemplate nulink(String executable) {
        ToolCheck check = ToolCheck.of(List.of(), List.of("(?i)>>> ERROR"), false, ToolTroubles.NULINK);
        return new ToolTemplate(
                "nulink",
                List.of(
                        new Step("", List.of(executable, "-E", "APROM"), check),
                        new Step(".bin", List.of(executable, "-W", "APROM", "{image}", "0"), check),
                        new Step(".hex", List.of(executable, "-W", "APROM", "{image}"), check),
                        new Step("", List.of(executable, "-V", "APROM", "{image}"), check),
                        new Step("", List.of(executable, "-RESET"), check)),
                false);
    }

    private static List<String> join(List<String> start, List<String> middle, String... end) {
        List<String> all = new ArrayList<>(start);
        all.addAll(middle);
        all.addAll(List.of(end));
        return all;
    }
}
