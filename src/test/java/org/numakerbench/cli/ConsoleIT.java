package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.console.Console;
import org.numakerbench.firmware.Images;
import org.numakerbench.profile.ProfileReader;

/** The console on a virtual board: a real pseudo-terminal, flash and reset by key. */
class ConsoleIT {
    private static final int CTRL_T = 0x14;

    @TempDir
    private Path scratch;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final StringWriter log = new StringWriter();
    private final PipedOutputStream keys = new PipedOutputStream();
    private VirtualBench bench;
    private AttachedBoard attached;
    private Console console;
    private CompletableFuture<Void> session;

    @BeforeEach
    void open() throws Exception {
        bench = VirtualBench.start(ProfileReader.read(Files.writeString(scratch.resolve("v.yaml"), """
                bench: virtual
                images: %s
                cloud:
                  local: {directory: cloud}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, image: virtual-m487-5.7.1, virtual: {baud: 0}}
                """.formatted(
                        Path.of("firmware-images").toAbsolutePath()))));
        attached = bench.attach(bench.profile().boards().get(0));
        console = new Console(
                RunPlans.hands(attached.profile(), Images.find(bench.profile().images(), "virtual-m487-5.7.1")),
                List.of(),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                log);
        PipedInputStream in = new PipedInputStream(keys);
        session = CompletableFuture.runAsync(() -> {
            try {
                console.run(in, Duration.ofSeconds(20));
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        awaitText("connected to v at 9600 baud");
    }

    @AfterEach
    void close() throws Exception {
        console.close();
        attached.close();
        bench.close();
    }

    private void press(int... pressed) throws Exception {
        for (int key : pressed) {
            keys.write(key);
        }
        keys.flush();
    }

    private void awaitText(String text) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(screen.toString(StandardCharsets.UTF_8)).contains(text));
    }

    @Test
    void flashesResetsShowsAndLogsByKey() throws Exception {
        press(CTRL_T, 'f');
        awaitText("--- flash done");
        press(CTRL_T, 'r');
        awaitText("--- reset done");
        awaitText("MQTT connects OK");
        awaitText("Max heap size");
        press(CTRL_T, 'q');
        session.get(10, TimeUnit.SECONDS);

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .containsPattern("[0-9:]{8}[.][0-9]{3} Starting AWS IoT test\r\n");
        assertThat(log.toString()).contains("MQTT connects OK\n", "--- reset done");
    }

    @Test
    void aPortThatGoesAwayIsWaitedForAndTheUnknownKeyHelps() throws Exception {
        press(CTRL_T, 'x');
        awaitText("Ctrl-T then r resets");
        attached.virtual().unplug();
        awaitText("the port went away");
        attached.virtual().replug();
        awaitText("the port is back");
        press(CTRL_T, 'f');
        press(CTRL_T, 'r');
        awaitText("Starting AWS IoT test");
    }

    @Test
    void theEndOfTheInputEndsIt() throws Exception {
        keys.close();

        session.get(10, TimeUnit.SECONDS);
    }
}
