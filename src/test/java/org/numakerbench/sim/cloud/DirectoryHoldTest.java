package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.tls.UnusableFileException;

class DirectoryHoldTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir
    private Path directory;

    /** Takes the directory named first, says so, and holds it until its input ends. */
    public static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (DirectoryHold hold = DirectoryHold.take(Path.of(arguments[0]), NOON)) {
                System.out.write('!');
                System.out.flush();
                System.in.read();
            }
        }
    }

    private Process holder() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('!');
        return process;
    }

    @Test
    void anotherProcessIsNamedWithItsIdAndSinceWhenAndADeadOneHoldsNothing() throws Exception {
        Process holder = holder();
        try {
            assertThatThrownBy(() -> DirectoryHold.take(directory, Instant.now()))
                    .isInstanceOf(UnusableFileException.class)
                    .hasMessageContainingAll(
                            directory.toString(), "process " + holder.pid() + " since 2026-05-04T12:00:00Z");
            // A refused attempt must not end the holder's lock.
            assertThatThrownBy(() -> DirectoryHold.take(directory, Instant.now()))
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThatCode(() -> DirectoryHold.take(directory, Instant.now()).close())
                .doesNotThrowAnyException();
    }

    @Test
    void oneProcessCannotTakeItTwice() throws Exception {
        try (DirectoryHold first = DirectoryHold.take(directory, NOON)) {
            assertThatThrownBy(() -> DirectoryHold.take(directory, NOON)).hasMessageContaining("this process itself");
            assertThat(Files.readString(directory.resolve(".holder"))).contains("since");
            assertThat(first).isNotNull();
        }
        DirectoryHold.take(directory, NOON).close();
    }
}
