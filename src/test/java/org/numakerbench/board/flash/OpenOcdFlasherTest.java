package org.numakerbench.board.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.StandIn;
import org.numakerbench.board.TestImages;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Target;

/** Against shell scripts that print what OpenOCD prints (startup.tcl, its issues #21, #24, #29). */
@Timeout(60)
class OpenOcdFlasherTest {
    private static final int SIZE = 1000;
    private static final String FORK = "0.10.022-dev";
    private static final String GOOD = """
            Info : NULINK is Nu-Link1
            Info : IDCODE: 0x2BA01477
            Info : Device Name: M487JIDAE
            ** Programming Started **
            auto erase enabled
            wrote 1000 bytes from file image.bin in 0.691948s (1.41 KiB/s)
            ** Programming Finished **
            ** Verify Started **
            verified 1000 bytes in 0.1s (9.8 KiB/s)
            ** Verified OK **
            ** Resetting Target **
            shutdown command invoked""";

    private final List<Fact> facts = new ArrayList<>();

    @TempDir
    Path directory;

    private Image image;

    @BeforeEach
    void make() throws IOException {
        image = TestImages.of(directory, "new {image.bin", SIZE);
    }

    @Test
    void an_image_that_was_written_and_read_back_is_flashed() throws Exception {
        Fact.Flashed flashed = flash(FORK, says(GOOD, 0), Duration.ofSeconds(30));

        assertThat(flashed.driver()).isEqualTo("openocd");
        assertThat(flashed.proof()).isEqualTo("OpenOCD " + FORK + ": ** Verified OK **, wrote 1000 bytes");
        assertThat(facts).singleElement().isInstanceOf(Fact.ToolRan.class);
    }

    /** Compares first: {@code $8} is the last command. */
    @Test
    void an_image_that_is_there_already_is_not_programmed_again() throws Exception {
        Flasher flasher =
                flasher("case \"$8\" in *verify_image*) echo 'verified 1000 bytes in 0.1s';; *) exit 9;; esac");

        assertThat(flasher.flash(image, facts::add).proof()).contains("holds these 1000 bytes already");
        assertThat(facts).hasSize(1);
    }

    @Test
    void an_image_that_differs_is_programmed() throws Exception {
        Flasher flasher = flasher(
                "case \"$8\" in *verify_image*) echo 'Error: checksum mismatch'; exit 1;; esac\n" + says(GOOD, 0));

        assertThat(flasher.flash(image, facts::add).proof()).contains("** Verified OK **");
        assertThat(facts).hasSize(2);
    }

    /** Adapters have no serial numbers: the tool may have taken another board's. */
    @Test
    void another_part_than_the_targets_is_refused_before_it_is_programmed() throws Exception {
        Flasher flasher = flasher("echo 'Info : Device Name: M2354KJFAE'\n" + says("** Verified OK **", 0));

        assertThatThrownBy(() -> flasher.flash(image, facts::add))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("found the part M2354KJFAE, and the board is a NUMAKER_PFM_M487");
        assertThat(facts).hasSize(1);
    }

    @Test
    void another_part_is_refused_though_everything_was_verified() {
        assertFails(
                GOOD.replace("M487JIDAE", "M4XXOTHER"),
                0,
                "found the part M4XXOTHER",
                "leave only this board's adapter");
    }

    @Test
    void no_adapter_is_named_not_the_last_line() {
        assertFails(
                "Error: We cannot find any Nuvoton device. Please check the hardware connection.\n"
                        + "in procedure 'init'",
                1,
                "no debug adapter found",
                "MSG: OFF");
    }

    @Test
    void of_an_output_that_is_not_known_the_first_error_is_shown() {
        assertFails(
                "Info : clock speed 1000 kHz\nError: something new went wrong\nError: so this too\nin procedure 'init'",
                1,
                "exit code 1: Error: something new went wrong",
                "evidence log");
    }

    private Flasher flasher(String script) throws IOException {
        String version = "if [ \"$1\" = --version ]; then echo 'Open On-Chip Debugger " + FORK + "'; exit 0; fi\n";
        String executable = StandIn.of(directory, "openocd", version + script);
        return new OpenOcdFlasher(
                new OpenOcd(executable, "interface/nulink.cfg", "target/numicroM4.cfg", Duration.ofSeconds(30)), true);
    }

    /** Nuvoton's fork evaluates the path twice: no quoting would do for a brace. */
    @Test
    void the_tool_gets_a_copy_with_a_plain_name_which_is_removed() throws Exception {
        flash(
                FORK,
                "cp $(echo \"$8\" | cut -d ' ' -f 2) " + directory + "/seen\n" + says(GOOD, 0),
                Duration.ofSeconds(30));

        assertThat(directory.resolve("seen")).hasBinaryContent(Files.readAllBytes(image.path()));
        String program = ((Fact.ToolRan) facts.get(0)).commandLine().get(8);
        assertThat(program).matches("program [\\w./-]+/image\\.bin 0x00000000 verify reset exit");
        assertThat(Path.of(program.split(" ")[1])).doesNotExist();
    }

    @Test
    void exit_code_0_without_a_verification_is_no_success() {
        assertFails(GOOD.replace("** Verified OK **", ""), 0, "lacks \"\\*\\* Verified OK \\*\\*\"", "evidence log");
    }

    @Test
    void a_write_of_nothing_that_was_finished_and_verified_is_no_success() {
        assertFails(GOOD.replace("wrote 1000", "wrote 0"), 0, "wrote 0 of 1000 bytes", "flash bank");
    }

    @Test
    void a_write_of_less_than_the_image_is_no_success() {
        assertFails(GOOD.replace("wrote 1000", "wrote 999"), 0, "wrote 999 of 1000 bytes", "flash bank");
    }

    @Test
    void a_version_that_does_not_say_how_much_it_wrote_is_believed_when_it_verified() throws Exception {
        String quiet = GOOD.replaceAll("wrote .*\n", "");
        assertThat(flash(FORK, says(quiet, 0), Duration.ofSeconds(30)).proof()).endsWith("** Verified OK **");
    }

    @Test
    void exit_code_1_after_a_verification_is_no_success() {
        assertFails(GOOD, 1, "ended with exit code 1", "evidence log");
    }

    @Test
    void a_failed_verification_says_so_even_with_exit_code_0() {
        assertFails(
                GOOD.replace("** Verified OK **", "** Verify Failed **"),
                0,
                "what is in the flash is not the image",
                "erase");
    }

    @Test
    void no_adapter_is_named_with_the_switch_to_move() {
        assertFails(
                "Error: open failed\n** OpenOCD init failed **\nshutdown command invoked",
                1,
                "no debug adapter",
                "OFF");
        assertThat(facts).hasSize(1);
    }

    @Test
    void no_right_is_named_with_rule_and_group() {
        assertFails(
                "Error: libusb_open() failed with LIBUSB_ERROR_ACCESS\nError: open failed", 1, "no right", "plugdev");
    }

    @Test
    void an_adapter_that_does_not_answer_is_asked_once_more_and_then_given_up() {
        assertFails(
                "Error: nulink_usb_reset failed\n** OpenOCD init failed **", 1, "does not answer", "reboot the host");
        assertThat(facts).hasSize(2);
    }

    @Test
    void an_adapter_that_answers_the_second_time_is_good() throws Exception {
        String script = "if [ -e " + directory + "/once ]; then\n" + says(GOOD, 0) + "\nfi\ntouch " + directory
                + "/once; echo 'Error: nulink_usb_reset failed'; exit 1";
        assertThat(flash(FORK, script, Duration.ofSeconds(30)).proof()).contains("Verified OK");
        assertThat(facts).hasSize(2);
    }

    @Test
    void a_crash_is_no_success_whatever_was_printed_before() {
        assertThatThrownBy(() -> flash(FORK, "cat <<'E'\n" + GOOD + "\nE\nkill -SEGV $$", Duration.ofSeconds(30)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("exit code 139");
    }

    @Test
    void a_tool_that_hangs_is_killed_with_its_children() throws Exception {
        Path pid = directory.resolve("pid");
        String script = "sh -c 'sleep 300 & echo $! > " + pid + "; echo waiting; wait'; echo never";

        assertThatThrownBy(() -> flash(FORK, script, Duration.ofSeconds(2)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("did not end within 2000 ms and was killed: waiting");

        String grandchild = Files.readString(pid).strip();
        await().atMost(Duration.ofSeconds(5)).until(() -> isDead(grandchild));
    }

    @Test
    void control_characters_of_a_device_are_not_repeated() {
        assertThatThrownBy(() ->
                        flash(FORK, "printf 'Info : \\033]0;evil\\007 device\\n'; exit 1", Duration.ofSeconds(30)))
                .hasMessageContaining("?]0;evil? device");
    }

    @Test
    void mainline_is_refused_for_parts_that_its_driver_has_not() throws Exception {
        assertThatThrownBy(() -> flash("0.12.0", says(GOOD, 0), Duration.ofSeconds(30)))
                .hasMessageContaining("mainline OpenOCD 0.12.0", "NUMAKER_PFM_M487")
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains("fork");
        image = TestImages.of(directory, "other.bin", TestImages.bytes(SIZE), Target.NUMAKER_PFM_NUC472);
        assertThatThrownBy(() -> flash("0.12.0", says(GOOD, 0), Duration.ofSeconds(30)))
                .hasMessageContaining("NUMAKER_PFM_NUC472");
        assertThat(facts).isEmpty();

        String nuc472 = says(GOOD.replace("M487JIDAE", "NUC472HI8AE"), 0);
        assertThat(flash("0.12.0+dev-00123-gabc", nuc472, Duration.ofSeconds(30))
                        .proof())
                .contains("Verified OK");
    }

    @Test
    void a_hex_file_is_measured_by_what_it_puts_into_the_flash() throws Exception {
        String hex = ":0400000000010203F6\n:00000001FF\n";
        image = TestImages.of(directory, "a.hex", hex.getBytes(StandardCharsets.US_ASCII), Target.NUMAKER_PFM_M487);
        assertThat(flash(FORK, says(GOOD.replace("wrote 1000", "wrote 4"), 0), Duration.ofSeconds(30))
                        .proof())
                .contains("wrote 4 bytes");
        assertThat(((Fact.ToolRan) facts.get(0)).commandLine().get(8)).contains("/image.hex 0x00000000");
        assertFails(GOOD.replace("wrote 1000", "wrote 3"), 0, "wrote 3 of 4 bytes", "flash bank");
    }

    @Test
    void a_tool_that_is_not_installed_is_named() {
        OpenOcd none =
                new OpenOcd(directory + "/none", "interface/nulink.cfg", "target/numicroM4.cfg", Duration.ofSeconds(9));
        assertThatThrownBy(() -> new OpenOcdFlasher(none).flash(image, facts::add))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("cannot run " + directory + "/none");
    }

    private void assertFails(String output, int code, String cause, String remedy) {
        assertThatThrownBy(() -> flash(FORK, says(output, code), Duration.ofSeconds(30)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(cause)
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains(remedy);
    }

    private static String says(String output, int code) {
        return "cat <<'END-OF-OUTPUT'\n" + output + "\nEND-OF-OUTPUT\nexit " + code;
    }

    private Fact.Flashed flash(String version, String script, Duration timeout) throws Exception {
        String tool = StandIn.of(
                directory,
                "openocd",
                "if [ \"$1\" = --version ]; then echo 'Open On-Chip Debugger " + version + "'; exit 0; fi\n" + script);
        OpenOcd openOcd = new OpenOcd(tool, "interface/nulink.cfg", "target/numicroM4.cfg", timeout);
        return new OpenOcdFlasher(openOcd).flash(image, facts::add);
    }

    /** Gone, or a zombie that nobody collects (no init in a container). */
    private static boolean isDead(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat")).matches("(?s)\\d+ \\(.*\\) [ZX] .*");
        } catch (IOException gone) {
            return true;
        }
    }
}
