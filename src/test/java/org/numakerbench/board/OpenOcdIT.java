package org.numakerbench.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.board.flash.OpenOcdFlasher;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.Stage;

/** The OpenOCD that is installed (Debian's is 0.12.0), on a host without an adapter. */
@Timeout(120)
class OpenOcdIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** The NuMicro target file that Debian's OpenOCD has. */
    private static final OpenOcd REAL = new OpenOcd("openocd", "interface/nulink.cfg", "target/numicro.cfg", LONG);

    private static final ToolCheck VERIFIED =
            ToolCheck.of(List.of("Verified OK"), List.of(), true, ToolTroubles.OPENOCD);

    private final List<Fact> facts = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void installed() {
        Needs.program("openocd");
    }

    @Test
    void tells_its_version() throws Exception {
        OpenOcd.Version version = REAL.version();
        assertThat(version.text()).startsWith(version.major() + "." + version.minor());
        assertThat(version.minor()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void without_an_adapter_says_so_and_the_table_knows_its_words() throws Exception {
        Path image = Files.write(directory.resolve("a.bin"), new byte[16]);
        assertThatThrownBy(() -> REAL.run(Stage.FLASH, "openocd", REAL.program(image, 0), VERIFIED, facts::add))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("no debug adapter found")
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains("MSG: OFF");
        assertThat(output()).contains("** OpenOCD init failed **").doesNotContain("invalid command");
    }

    @Test
    void resetting_without_an_adapter_fails_the_same_way() {
        ToolCheck ended = ToolCheck.of(List.of(), List.of(), true, ToolTroubles.OPENOCD);
        assertThatThrownBy(() -> REAL.run(Stage.RESET, "openocd", REAL.reset(), ended, facts::add))
                .hasMessageContaining("no debug adapter found");
        assertThat(output()).doesNotContain("invalid command");
    }

    @Test
    void a_target_file_that_it_has_not_is_named() {
        OpenOcd wrong = new OpenOcd("openocd", "interface/nulink.cfg", "target/no-such-board.cfg", LONG);
        assertThatThrownBy(() -> wrong.run(Stage.RESET, "openocd", wrong.reset(), VERIFIED, facts::add))
                .hasMessageContaining("this openocd has no target/no-such-board.cfg")
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains("fork");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/images/new.bin",
                "/with blank/a b.bin",
                "/brace{open.bin",
                "/brace}close.bin",
                "/both{}.bin",
                "/$dollar[exit]\"quote\";semicolon#hash.bin",
                "/back\\slash\\.bin",
                "/back\\slash with blank and {.bin",
                "/\u00e4 \u20ac{.bin",
            })
    void takes_a_quoted_word_as_it_is(String word) throws Exception {
        Fact.ToolRan ran = ExternalProgram.run(
                Stage.FLASH,
                "openocd",
                List.of("openocd", "-c", "foreach each [list " + OpenOcd.tcl(word) + "] {echo <$each>}; shutdown"),
                LONG);
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.output().utf8()).contains("<" + word + ">\n");
    }

    @Test
    void mainline_is_refused_for_an_m487_before_it_touches_anything() throws Exception {
        Needs.that(!REAL.version().isNuvotonFork(), "this openocd is Nuvoton's fork");
        var image = TestImages.of(directory, "a.bin", TestImages.bytes(16), Target.NUMAKER_PFM_M487);
        assertThatThrownBy(() -> new OpenOcdFlasher(REAL).flash(image, facts::add))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("does not know the part of NUMAKER_PFM_M487");
        assertThat(facts).isEmpty();
    }

    private String output() {
        return ((Fact.ToolRan) facts.get(facts.size() - 1)).output().utf8();
    }
}
