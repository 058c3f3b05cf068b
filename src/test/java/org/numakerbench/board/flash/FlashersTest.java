package org.numakerbench.board.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.TestBoards;
import org.numakerbench.board.method.CommandMethod;
import org.numakerbench.board.method.FlashMethod;
import org.numakerbench.board.method.NoMethod;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;

@Timeout(60)
class FlashersTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(600);

    private final List<Fact> facts = new CopyOnWriteArrayList<>();
    private final List<Path> mounted = new ArrayList<>();

    @TempDir
    Path directory;

    private Path volume;
    private Image image;

    @BeforeEach
    void make() throws IOException {
        volume = Files.createDirectory(directory.resolve("NuMicro MCU"));
        image = image("new \u00e4.bin", "vectors and code".getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void unmount() throws Exception {
        for (Path point : mounted) {
            ran("umount", point.toString());
        }
    }

    @Test
    void a_volume_that_takes_the_file_was_flashed_which_only_the_banner_proves() throws Exception {
        CompletableFuture<byte[]> board = board(copy -> {
            byte[] got = Files.readAllBytes(copy);
            awaitSync();
            Files.delete(copy);
            return got;
        });

        Fact.Flashed flashed = flash(LONG);

        assertThat(board.get()).isEqualTo(Files.readAllBytes(image.path()));
        assertThat(flashed.proof()).contains("took every byte").contains("banner");
        assertThat(facts).singleElement().isInstanceOfSatisfying(Fact.ToolRan.class, ran -> {
            assertThat(ran.commandLine()).containsExactly("sync", "-f", volume.toString());
            assertThat(ran.exitCode()).isZero();
        });
    }

    @Test
    void fail_txt_in_any_case_is_a_failure_with_its_text() throws Exception {
        board(copy -> {
            Files.writeString(copy.resolveSibling("Fail.txt"), "wrong target\r\nM487 expected\r\n");
            Files.delete(copy);
            return null;
        });
        assertThatThrownBy(() -> flash(LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("wrong target M487 expected")
                .hasMessageNotContaining("\n");
    }

    @Test
    void fail_txt_that_is_no_text_is_a_failure_too() throws Exception {
        board(copy -> {
            Files.write(copy.resolveSibling("FAIL.TXT"), new byte[] {'b', 'a', 'd', (byte) 0xe4, (byte) 0xff});
            Files.delete(copy);
            return null;
        });
        assertThatThrownBy(() -> flash(LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("bad");
    }

    @Test
    void fail_txt_of_an_earlier_attempt_is_forgotten() throws Exception {
        Files.writeString(volume.resolve("FAIL.TXT"), "yesterday");
        board(copy -> {
            Files.delete(copy);
            return null;
        });
        assertThat(flash(LONG).proof()).contains("took every byte");
    }

    @Test
    void a_directory_where_nothing_is_mounted_and_nobody_reacts_is_named_and_left_as_it_was() throws Exception {
        assertThatThrownBy(() -> flash(SHORT))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("no volume is mounted there");
        assertThat(volume).isEmptyDirectory();
    }

    @Test
    void a_mounted_volume_without_a_reaction_was_not_flashed() throws Exception {
        mount("size=1m");
        assertThatThrownBy(() -> flash(SHORT))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("no reaction within 600 ms");
    }

    @Test
    void an_adapter_that_comes_back_with_fail_txt_has_failed() throws Exception {
        mount("size=1m");
        CompletableFuture<Object> adapter = board(copy -> {
            awaitSync();
            ran("umount", volume.toString());
            ran("mount", "-t", "tmpfs", "tmpfs", directory.resolve("other").toString());
            Files.writeString(directory.resolve("other/FAIL.TXT"), "checksum");
            ran("mount", "--move", directory.resolve("other").toString(), volume.toString());
            return null;
        });
        ThrowingCallable flashing = () -> flash(LONG);
        assertThatThrownBy(flashing).isInstanceOf(DriverException.class).hasMessageContaining("checksum");
        adapter.get();
    }

    @Test
    void an_adapter_that_comes_back_clean_was_flashed() throws Exception {
        mount("size=1m");
        CompletableFuture<Object> adapter = board(copy -> {
            awaitSync();
            ran("umount", volume.toString());
            ran("mount", "-t", "tmpfs", "tmpfs", volume.toString());
            return null;
        });
        assertThat(flash(LONG).proof()).contains("took every byte").doesNotContain("did not");
        adapter.get();
    }

    @Test
    void an_adapter_that_stays_away_was_not_flashed() throws Exception {
        mount("size=1m");
        CompletableFuture<Object> adapter = board(copy -> {
            awaitSync();
            ran("umount", volume.toString());
            return null;
        });
        assertThatThrownBy(() -> flash(Duration.ofSeconds(2)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("was not back within 2000 ms");
        adapter.get();
    }

    @Test
    void a_full_volume_is_named() throws Exception {
        mount("size=64k");
        image = image("big.bin", new byte[300_000]);
        assertThatThrownBy(() -> flash(LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(volume.toString())
                .hasMessageContaining("No space left on device");
    }

    @Test
    void a_read_only_volume_is_named() throws Exception {
        mount("size=64k,ro");
        assertThatThrownBy(() -> flash(LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("Read-only file system");
    }

    @Test
    void a_volume_that_is_not_there_is_named() throws IOException {
        Files.delete(volume);
        assertThatThrownBy(() -> flash(LONG))
                .isInstanceOf(DriverException.class)
                .hasMessage("the volume " + volume + " is not there");
    }

    @Test
    void the_adapters_own_disk_is_refused_whatever_the_profile_says() throws IOException {
        for (String name : List.of("Nu-Link", "Nu-Link2", "NU-LINK3")) {
            volume = Files.createDirectory(directory.resolve(name));
            assertThatThrownBy(() -> flashers(volume, name, LONG).flash(image, facts::add))
                    .isInstanceOf(DriverException.class)
                    .hasMessageContaining("would break the adapter");
            assertThat(volume).isEmptyDirectory();
        }
    }

    @Test
    void an_image_that_is_empty_too_big_or_missing_never_reaches_the_volume() throws IOException {
        for (int size : new int[] {0, 512 * 1024 + 1}) {
            image = image("odd.bin", new byte[size]);
            assertThatThrownBy(() -> flash(LONG)).hasMessageContaining("has " + size + " bytes");
        }
        Files.delete(image.path());
        assertThatThrownBy(() -> flash(LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("cannot read the image " + image.path());
        assertThat(volume).isEmptyDirectory();
    }

    @Test
    void an_interrupt_ends_the_waiting() throws Exception {
        mount("size=1m");
        Thread flashing = Thread.currentThread();
        board(copy -> {
            awaitSync();
            flashing.interrupt();
            return null;
        });
        assertThatThrownBy(() -> flash(LONG)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_program_gets_image_board_and_port_and_its_output_is_evidence() throws Exception {
        FlashMethod profile = new CommandMethod(
                List.of("echo", "{image} {board} {port}", "** Verified OK **"),
                Optional.of("Verified OK"),
                Optional.of("Failed"),
                LONG);
        Fact.Flashed flashed = profile.flasher(TestBoards.at("M487-1", Path.of("/dev/ttyACM7")))
                .flash(image, facts::add);
        assertThat(flashed.proof()).isEqualTo("exit code 0, output contains \"Verified OK\"");
        assertThat(facts)
                .singleElement()
                .isInstanceOfSatisfying(
                        Fact.ToolRan.class,
                        ran -> assertThat(ran.output().utf8())
                                .isEqualTo(image.path() + " M487-1 /dev/ttyACM7 ** Verified OK **\n"));
    }

    @Test
    void a_program_that_prints_an_error_and_ends_well_is_warned_of_where_nothing_else_proves_it() throws Exception {
        FlashMethod unproved = new CommandMethod(
                List.of("printf", "0 errors\nERROR: no chip\ndone\n"), Optional.empty(), Optional.empty(), LONG);
        FlashMethod quiet =
                new CommandMethod(List.of("printf", "0 errors\nerrors: 0\n"), Optional.empty(), Optional.empty(), LONG);

        assertThat(unproved.flasher(TestBoards.at("b", Path.of("p")))
                        .flash(image, facts::add)
                        .proof())
                .contains("exit code 0 alone", "ERROR: no chip", "WARNING");
        assertThat(quiet.flasher(TestBoards.at("b", Path.of("p")))
                        .flash(image, facts::add)
                        .proof())
                .isEqualTo("exit code 0");
    }

    @Test
    void none_says_that_nothing_was_flashed() throws Exception {
        assertThat(new NoMethod()
                        .flasher(TestBoards.at("b", Path.of("p")))
                        .flash(image, facts::add)
                        .proof())
                .startsWith("not flashed");
        assertThat(facts).isEmpty();
    }

    private Fact.Flashed flash(Duration timeout) throws DriverException, InterruptedException {
        return flashers(volume, "NuMicro MCU", timeout).flash(image, facts::add);
    }

    private static Flasher flashers(Path volume, String label, Duration timeout) {
        FlashMethod profile = new FlashMethod.MassStorage(Optional.of(volume), label, timeout);
        return profile.flasher(TestBoards.at("board", Path.of("/dev/null")));
    }

    private interface Reaction<T> {
        T to(Path copy) throws Exception;
    }

    /** Reacts once the whole image is on the volume. */
    private <T> CompletableFuture<T> board(Reaction<T> reaction) throws IOException {
        Path copy = volume.resolve(image.path().getFileName());
        long size = Files.size(image.path());
        return background(() -> {
            await().pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(copy) && Files.size(copy) == size);
            return reaction.to(copy);
        });
    }

    private static <T> CompletableFuture<T> background(Callable<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return work.call();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    /** A real adapter detaches after it has all blocks. */
    private void awaitSync() {
        await().until(() -> !facts.isEmpty());
    }

    private void mount(String options) throws Exception {
        Files.createDirectories(directory.resolve("other"));
        assumeThat(ran("mount", "-t", "tmpfs", "-o", options, "tmpfs", volume.toString()))
                .as("needs root")
                .isTrue();
        mounted.add(volume);
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    private Image image(String name, byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve(name), bytes);
        Manifest manifest = new Manifest(
                name,
                "0".repeat(64),
                Target.NUMAKER_PFM_M487,
                null,
                null,
                null,
                List.of("mqtt"),
                Map.of(),
                new Identity("thing", "client", "topic", "topic"),
                null,
                false);
        return new Image("new", file, manifest);
    }
}
