package org.numakerbench.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.board.method.OpenOcdMethod;
import org.numakerbench.firmware.Target;
import org.numakerbench.firmware.Targets;

@Timeout(60)
class OpenOcdTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        // What the programs print; the fork's are of its issues #29 and #21 and its configure.ac.
        "Open On-Chip Debugger 0.12.0, 0.12.0, 0, 12, 0, false, false",
        "Open On-Chip Debugger 0.12.0+dev-01234-gabcdef0 (2024-01-01-10:00), 0.12.0+dev-01234-gabcdef0, 0, 12, 0, false, true",
        "Open On-Chip Debugger 0.13.0, 0.13.0, 0, 13, 0, false, true",
        "xPack OpenOCD arm64 Open On-Chip Debugger 0.11.0+dev (2022-09-01-20:57), 0.11.0+dev, 0, 11, 0, false, false",
        "Open On-Chip Debugger 0.10.0, 0.10.0, 0, 10, 0, false, false",
        "Open On-Chip Debugger 0.10.0+dev-geb22ace-dirty, 0.10.0+dev-geb22ace-dirty, 0, 10, 0, false, false",
        "Open On-Chip Debugger 0.10.022-dev, 0.10.022-dev, 0, 10, 22, true, false",
        "Open On-Chip Debugger 0.10.022.0-dev-00512-g1234567 (2025-01-01-10:00), 0.10.022.0-dev-00512-g1234567, 0, 10, 22,"
                + " true, false",
        "Open On-Chip Debugger 0.10.0-dev-00486-g43a1564e-dirty (2023-01-27-11:52), 0.10.0-dev-00486-g43a1564e-dirty, 0,"
                + " 10, 0, true, false",
    })
    void the_version_tells_nuvotons_fork_from_mainline(
            String says, String text, int major, int minor, int patch, boolean fork, boolean after012)
            throws Exception {
        OpenOcd.Version version = openOcd(StandIn.saying(directory, "openocd", says + "\nLicensed under GNU GPL v2", 0))
                .version();

        assertThat(version).isEqualTo(new OpenOcd.Version(text, major, minor, patch));
        assertThat(version.isNuvotonFork()).isEqualTo(fork);
        assertThat(version.isAfter012()).isEqualTo(after012);
    }

    @Test
    void another_program_is_not_taken_for_openocd() throws IOException {
        OpenOcd other = openOcd(StandIn.saying(directory, "openocd", "OpenSSL 3.0.15", 0));
        assertThatThrownBy(other::version)
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("does not answer \"Open On-Chip Debugger\"");
    }

    @Test
    void the_command_lines_open_no_ports_verify_and_leave_the_target_running() {
        OpenOcd openOcd = openOcd("openocd");
        assertThat(openOcd.program(Path.of("/images/new.bin"), 0))
                .containsExactly(
                        "openocd",
                        "-f",
                        "interface/nulink.cfg",
                        "-f",
                        "target/numicroM4.cfg",
                        "-c",
                        "gdb_port disabled; tcl_port disabled; telnet_port disabled",
                        "-c",
                        "program /images/new.bin 0x00000000 verify reset exit");
        assertThat(openOcd.reset()).endsWith("-c", "init; reset run; shutdown");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b-c_d.bin, /a/b-c_d.bin",
        "/a b.bin, {/a b.bin}",
        "/$x[y]\";.bin, {/$x[y]\";.bin}",
        "/a{b.bin, /a\\{b.bin",
        "/a} c.bin, /a\\}\\ c.bin",
        "'', {}",
    })
    void words_are_quoted_for_tcl(String word, String quoted) {
        assertThat(OpenOcd.tcl(word)).isEqualTo(quoted);
    }

    /** As the fork's files are: a Cortex-M23 has another debug port than a Cortex-M4. */
    @ParameterizedTest
    @CsvSource({
        "NUMAKER_PFM_NUC472, target/numicroM4.cfg",
        "NUMAKER_PFM_M487, target/numicroM4.cfg",
        "NUMAKER_IOT_M467, target/numicroM4.cfg",
        "NUMAKER_IOT_M263A, target/numicroM23.cfg",
        "NU_M2354, target/numicroM23.cfg"
    })
    void theFileIsThatOfTheTargetsPartUnlessTheProfileNamesOne(String target, String file) {
        var usual = new OpenOcdMethod("openocd", "interface/nulink.cfg", Optional.empty(), Duration.ofSeconds(60));
        var own = new OpenOcdMethod("openocd", "interface/nulink.cfg", Optional.of("x.cfg"), Duration.ofSeconds(60));

        assertThat(usual.openOcd(Target.named(target)).targetFile()).isEqualTo(file);
        assertThat(own.openOcd(Target.named(target)).targetFile()).isEqualTo("x.cfg");
    }

    /** Debian's, where it is installed: its driver has no part of these, and its files are for a Cortex-M0. */
    @Test
    void debiansKnowsNoneOfTheNuvotonBoards() throws Exception {
        Needs.program("openocd");
        OpenOcd.Version version = openOcd("openocd").version();
        assumeTrue(version.text().equals("0.12.0"), version.text());

        assertThat(Targets.all().stream().filter(it -> it.part() != null))
                .hasSize(6)
                .noneMatch(version::knowsPartOf);
    }

    private static OpenOcd openOcd(String executable) {
        return new OpenOcd(executable, "interface/nulink.cfg", "target/numicroM4.cfg", Duration.ofSeconds(30));
    }
}
