package org.numakerbench.board;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Stage;

/**
 * OpenOCD with a Nu-Link adapter (switch MSG: OFF). Nuvoton's fork serves both boards; mainline has the NUC472 alone.
 *
 * @param executable name or path
 * @param interfaceFile {@code interface/nulink.cfg}, or a path
 * @param targetFile {@code target/numicroM4.cfg} (fork), {@code target/numicro_m4.cfg} (mainline), or a path
 * @param timeout for one run
 */
public record OpenOcd(String executable, String interfaceFile, String targetFile, Duration timeout) {
    /** Several at once would fight for the TCP ports 3333, 4444 and 6666. */
    private static final String NO_PORTS = "gdb_port disabled; tcl_port disabled; telnet_port disabled";

    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern VERSION =
            Pattern.compile("Open On-Chip Debugger ((\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?[\\w.+-]*)");

    /**
     * What {@code openocd --version} tells.
     *
     * @param text {@code 0.12.0}, {@code 0.10.022.0-dev-00486-g43a1564e}
     */
    public record Version(String text, int major, int minor, int patch) {
        /**
         * Nuvoton's fork calls itself 0.10.022 with a three-digit patch level, or 0.10.0-dev where mainline's 0.10.0
         * said 0.10.0+dev [OpenOCD-Nuvoton configure.ac, issues #21, #29].
         */
        public boolean isNuvotonFork() {
            return text.matches("0\\.10\\.\\d{3}\\b.*|0\\.10\\.0-dev.*");
        }

        /** Whether its NuMicro driver has the numbers of a target's part. */
        public boolean knowsPartOf(Target target) {
            return isNuvotonFork()
                    || switch (target.openocd()) {
                        case ANY -> true;
                        case AFTER_0_12 -> isAfter012();
                        case FROM_0_13 -> major > 0 || minor > 12;
                        case NUVOTON -> false;
                    };
        }

        /** After release 0.12.0, which mainline's NUC472 support just missed (15 January 2023). */
        public boolean isAfter012() {
            return major > 0 || minor > 12 || minor == 12 && (patch > 0 || text.startsWith("0.12.0+dev"));
        }
    }

    /**
     * Asks the program what it is.
     *
     * @throws DriverException when it cannot be run, or does not answer like OpenOCD
     */
    public Version version() throws DriverException, InterruptedException {
        Fact.ToolRan ran =
                ExternalProgram.run(Stage.FLASH, "openocd", List.of(executable, "--version"), VERSION_TIMEOUT);
        Matcher matcher = VERSION.matcher(ran.output().utf8());
        if (!matcher.find()) {
            throw new DriverException(
                    FailureCode.TOOL_UNFIT,
                    executable + " --version does not answer \"Open On-Chip Debugger\" and a version",
                    "give the path of openocd in the profile");
        }
        String patch = matcher.group(4);
        return new Version(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                patch == null ? 0 : Integer.parseInt(patch));
    }

    /**
     * The command line that programs, verifies and starts an image. Nuvoton's fork evaluates the path a second time,
     * so that no quoting serves both: {@code image} should be a {@link PlainPath}.
     *
     * @param address where a binary goes; an offset for a HEX file
     */
    public List<String> program(Path image, long address) {
        String text = image.toString().replace('\\', '/');
        return commands("program " + tcl(text) + String.format(Locale.ROOT, " 0x%08X", address) + " verify reset exit");
    }

    /** The command line that compares an image with the flash and starts it, changing nothing. */
    public List<String> verify(Path image, long address) {
        String text = image.toString().replace('\\', '/');
        return commands("init; reset halt; verify_image " + tcl(text) + String.format(Locale.ROOT, " 0x%08X", address)
                + "; reset run; shutdown");
    }

    /** The command line that restarts the target; connecting alone would leave it halted. */
    public List<String> reset() {
        return commands("init; reset run; shutdown");
    }

    private List<String> commands(String last) {
        return List.of(executable, "-f", interfaceFile, "-f", targetFile, "-c", NO_PORTS, "-c", last);
    }

    /**
     * Runs a command line, once more when it failed in a way that a second attempt has cured for others.
     *
     * @param record takes every run
     * @param check what success looks like
     * @return the last run, which passed the check
     */
    public Fact.ToolRan run(
            Stage stage, String driver, List<String> commandLine, ToolCheck check, Consumer<Fact> record)
            throws DriverException, InterruptedException {
        Fact.ToolRan ran = ExternalProgram.run(stage, driver, commandLine, timeout);
        record.accept(ran);
        boolean again = check.wrong(ran, timeout) != null
                && check.troubles()
                        .in(ran.output().utf8())
                        .map(ToolTroubles.Known::again)
                        .orElse(false);
        if (again) {
            ran = ExternalProgram.run(stage, driver, commandLine, timeout);
            record.accept(ran);
        }
        check.require(ran, timeout);
        return ran;
    }

    /** One Tcl word. Braces keep everything but braces and backslashes, which a backslash keeps. */
    static String tcl(String word) {
        if (word.matches("[\\w./:+-]+")) {
            return word;
        }
        if (!word.matches(".*[{}\\\\\\n].*")) {
            return "{" + word + "}";
        }
        return word.replaceAll("[^\\p{L}\\p{N}_./:+-]", "\\\\$0");
    }
}
