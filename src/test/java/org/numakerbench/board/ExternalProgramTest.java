package org.numakerbench.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Stage;

@Timeout(60)
class ExternalProgramTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void both_outputs_the_exit_code_and_the_exact_command_are_kept() throws Exception {
        Fact.ToolRan ran = sh("echo out; echo err >&2; exit 3", LONG);
        assertThat(ran.output().utf8()).isEqualTo("out\nerr\n");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.timedOut()).isFalse();
        assertThat(ran.commandLine()).containsExactly("sh", "-c", "echo out; echo err >&2; exit 3");
    }

    @Test
    void input_is_closed() throws Exception {
        assertThat(sh("cat; echo end", LONG).output().utf8()).isEqualTo("end\n");
    }

    @Test
    void of_much_output_the_last_64_kib_are_kept() throws Exception {
        Fact.ToolRan ran = sh("head -c 3000000 /dev/zero | tr '\\0' x; printf END", LONG);
        assertThat(ran.output().length()).isEqualTo(64 * 1024);
        assertThat(ran.output().utf8()).endsWith("xEND");
    }

    @Test
    void a_program_that_takes_too_long_is_killed_with_its_children_and_theirs() throws Exception {
        Path pids = directory.resolve("pids");
        Fact.ToolRan ran = sh(
                "echo $$ >> " + pids + "; sh -c 'echo $$ >> " + pids + "; sleep 300 & echo $! >> " + pids
                        + "; echo started; wait'; echo never",
                Duration.ofSeconds(2));

        assertThat(ran.timedOut()).isTrue();
        assertThat(ran.exitCode()).isNull();
        assertThat(ran.output().utf8()).isEqualTo("started\n");
        List<String> lines = Files.readAllLines(pids);
        assertThat(lines).hasSize(3);
        lines.forEach(ExternalProgramTest::awaitDead);
        assertThatThrownBy(() -> ExternalProgram.requireSuccess(ran, Optional.empty(), Optional.empty(), LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("did not end within")
                .hasMessageContaining("started");
    }

    /** Killing a child first would wake its parent, which starts the next one before it is killed itself. */
    @RepeatedTest(5)
    void a_program_that_starts_its_child_again_leaves_none_behind() throws Exception {
        Path pids = Files.createFile(directory.resolve("pids"));
        sh("while :; do sleep 300 & echo $! >> " + pids + "; wait $!; done", Duration.ofMillis(500));
        await().during(Duration.ofMillis(100)).until(() -> true);
        Files.readAllLines(pids).forEach(ExternalProgramTest::awaitDead);
    }

    @Test
    void an_interrupt_ends_the_program_too() throws Exception {
        Path pid = directory.resolve("pid");
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                sh("echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; sleep 300", LONG);
            } catch (DriverException | InterruptedException ended) {
                end.set(ended);
            }
        });
        caller.start();
        await().until(() -> Files.exists(pid));
        caller.interrupt();
        caller.join();

        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        awaitDead(Files.readString(pid).strip());
    }

    @Test
    void a_program_that_is_not_there_is_named() {
        assertThatThrownBy(() -> ExternalProgram.run(Stage.FLASH, "command", List.of("no-such-tool", "x"), LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("cannot run no-such-tool");
    }

    @Test
    void placeholders_are_filled_inside_arguments_and_literally() throws DriverException {
        Map<String, String> values = Map.of("image", "/a $1\\b.bin", "port", "/dev/ttyACM0");
        assertThat(ExternalProgram.fill(List.of("tool", "-i={image}", "{port}:{port}"), values))
                .containsExactly("tool", "-i=/a $1\\b.bin", "/dev/ttyACM0:/dev/ttyACM0");
        assertThatThrownBy(() -> ExternalProgram.fill(List.of("tool", "{imgae}"), values))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("{imgae}")
                .extracting(it -> ((DriverException) it).remedy())
                .asString()
                .contains("{image}", "{port}");
    }

    @Test
    void success_needs_exit_code_and_both_patterns() throws Exception {
        Fact.ToolRan good = sh("echo '** Verified OK **'", LONG);
        Fact.ToolRan bad = sh("echo '** Verified OK **'; echo boom; exit 1", LONG);
        ExternalProgram.requireSuccess(good, Optional.of("Verified OK"), Optional.of("Failed"), LONG);
        assertThatThrownBy(
                        () -> ExternalProgram.requireSuccess(bad, Optional.of("Verified OK"), Optional.empty(), LONG))
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("boom");
        assertThatThrownBy(
                        () -> ExternalProgram.requireSuccess(good, Optional.of("Programmed"), Optional.empty(), LONG))
                .hasMessageContaining("lacks \"Programmed\"");
        assertThatThrownBy(() -> ExternalProgram.requireSuccess(good, Optional.empty(), Optional.of("Verified"), LONG))
                .hasMessageContaining("matches \"Verified\"");
    }

    private static Fact.ToolRan sh(String script, Duration timeout) throws DriverException, InterruptedException {
        return ExternalProgram.run(Stage.FLASH, "command", List.of("sh", "-c", script), timeout);
    }

    private static void awaitDead(String pid) {
        await("end of " + pid).atMost(Duration.ofSeconds(5)).until(() -> isDead(pid));
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
