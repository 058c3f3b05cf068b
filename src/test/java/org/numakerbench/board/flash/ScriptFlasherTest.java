package org.numakerbench.board.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.StandIn;
import org.numakerbench.board.TestImages;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Target;

/** Against shell scripts that keep a "flash" in a file and print what the tools print. */
@Timeout(60)
class ScriptFlasherTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    /** {@code flash} takes the last argument; {@code savemem ADDRESS SIZE FILE} gives the flash back. */
    private static final String PYOCD = """
            cd "$(dirname "$0")"
            for last; do :; done
            case "$1" in
            flash)
                cp "$last" flash.bin
                echo '0000980 I Loading image.bin at 0x00000000 [load_cmd]'
                echo '0003210 I Erased 4096 bytes (1 sector), programmed 4096 bytes (8 pages), skipped 0 bytes (0 pages)';;
            cmd) set -- $last; head -c "$3" flash.bin > "$4";;
            esac
            """;

    private final List<Fact> facts = new ArrayList<>();

    @TempDir
    Path directory;

    private Image image;

    @BeforeEach
    void make() throws IOException {
        image = TestImages.of(directory, "new image.bin", 3000);
    }

    @Test
    void pyocd_flashes_reads_back_and_starts_the_target() throws Exception {
        Fact.Flashed flashed = pyocd(PYOCD, Optional.of("1315AAAA"));

        assertThat(flashed.proof())
                .isEqualTo("3 commands of pyocd without an error; 3000 bytes read back are the image's");
        assertThat(facts).hasSize(3);
        assertThat(calls().get(0))
                .startsWith("[flash][-W][-t][m487jidae][-u][1315AAAA][-e][sector][-a][0x0][")
                .endsWith("/image.bin]");
        assertThat(calls().get(1))
                .matches("\\[cmd]\\[-W]\\[-t]\\[m487jidae]\\[-u]\\[1315AAAA]\\[-c]"
                        + "\\[savemem 0x0 3000 \\S+/readback\\.bin]");
        assertThat(calls().get(2)).isEqualTo("[reset][-W][-t][m487jidae][-u][1315AAAA]");
    }

    @Test
    void pyocd_takes_the_only_probe_when_none_is_named_and_no_address_with_a_hex_file() throws Exception {
        String hex = ":0400000000010203F6\n:00000001FF\n";
        image = TestImages.of(directory, "a.hex", hex.getBytes(StandardCharsets.US_ASCII), Target.NUMAKER_PFM_M487);
        String tool = PYOCD.replace("cp \"$last\" flash.bin", "printf '\\000\\001\\002\\003' > flash.bin");

        assertThat(pyocd(tool, Optional.empty()).proof()).contains("4 bytes read back");
        assertThat(calls().get(0))
                .startsWith("[flash][-W][-t][m487jidae][-e][sector][/")
                .endsWith("/image.hex]");
    }

    @Test
    void a_flash_that_reads_back_differently_is_a_failure_with_its_address() {
        String liar = PYOCD.replace(
                "cp \"$last\" flash.bin",
                "cp \"$last\" flash.bin; printf X | dd of=flash.bin bs=1 " + "seek=2999 conv=notrunc 2> dd.log");
        assertThatThrownBy(() -> pyocd(liar, Optional.empty()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("from address 0xbb7 on");
    }

    @Test
    void a_readback_that_is_short_or_missing_is_a_failure_although_pyocd_says_0() {
        assertThatThrownBy(() -> pyocd(PYOCD.replace("head -c \"$3\"", "head -c 100"), Optional.empty()))
                .hasMessageContaining("from address 0x64 on (100 bytes were read back)");
        assertThatThrownBy(() -> pyocd(PYOCD.replace("cmd) ", "cmd) exit 0; "), Optional.empty()))
                .hasMessageContaining("did not read the flash back");
    }

    @Test
    void an_error_line_of_pyocd_ends_it_although_it_says_0() {
        String tool = "echo '0000250 E No target device available [load_cmd]'";
        assertThatThrownBy(() -> pyocd(tool, Optional.empty()))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("no debug probe")
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains("Nu-Link1");
        assertThat(facts).hasSize(1);
    }

    @Test
    void an_error_in_colour_is_an_error() {
        String tool = "printf '\\033[2m0000250 \\033[31mE \\033[0mgone, programmed 0 bytes\\n'";
        assertThatThrownBy(() -> pyocd(tool, Optional.empty())).hasMessageContaining("reported a failure");
    }

    @Test
    void a_pyocd_that_programs_nothing_has_failed() {
        assertThatThrownBy(() -> pyocd("exit 0", Optional.empty()))
                .hasMessageContaining("lacks \"programmed \\d+ bytes\"");
    }

    @Test
    void nulink_erases_writes_verifies_and_resets_whatever_it_ends_with() throws Exception {
        Fact.Flashed flashed = nulink("echo '>>> done <<<'; exit 7", LONG);

        assertThat(flashed.proof()).isEqualTo("4 commands of nulink without an error");
        assertThat(calls().get(0)).isEqualTo("[-E][APROM]");
        assertThat(calls().get(1)).startsWith("[-W][APROM][").endsWith("/image.bin][0]");
        assertThat(calls().get(2)).startsWith("[-V][APROM][").endsWith("/image.bin]");
        assertThat(calls().get(3)).isEqualTo("[-RESET]");
    }

    @Test
    void an_error_of_nulink_ends_it_although_it_says_0() throws Exception {
        String tool = "if [ \"$1\" = -V ]; then echo '>>> ERROR: APROM verify failed <<<'; fi; exit 0";
        assertThatThrownBy(() -> nulink(tool, LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("is not the image (verify failed)");
        assertThat(calls()).hasSize(3);
    }

    @Test
    void the_time_limit_is_for_all_commands_together() {
        String tool = "if [ \"$1\" = -V ]; then sleep 300; fi";
        assertThatThrownBy(() -> nulink(tool, Duration.ofSeconds(2)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("did not end within 2000 ms");
        assertThat(facts).hasSize(3).last().isInstanceOfSatisfying(Fact.ToolRan.class, ran -> {
            assertThat(ran.timedOut()).isTrue();
            assertThat(ran.durationMs()).isLessThan(10_000);
        });
    }

    private Fact.Flashed pyocd(String script, Optional<String> probe) throws Exception {
        String tool = StandIn.of(directory, "pyocd", script);
        return flash(ToolTemplate.pyocd(tool, "m487jidae", 0, probe), LONG);
    }

    private Fact.Flashed nulink(String script, Duration timeout) throws Exception {
        return flash(ToolTemplate.nulink(StandIn.of(directory, "NuLink", script)), timeout);
    }

    private Fact.Flashed flash(ToolTemplate template, Duration timeout) throws Exception {
        return new ScriptFlasher(template, "M487-1", Path.of("/dev/ttyACM7"), timeout).flash(image, facts::add);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("calls"));
    }
}
