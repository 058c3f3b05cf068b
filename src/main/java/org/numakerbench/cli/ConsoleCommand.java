package org.numakerbench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.BoardDrivers;
import org.numakerbench.board.DriverException;
import org.numakerbench.console.Console;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench console}: an interactive terminal. */
@Command(
        name = "console",
        description = "A board's UART on this terminal, with times and a log; keys go to the board.",
        footer = "%nCtrl-T then r resets the board, f flashes its image, h shows this, q ends.",
        mixinStandardHelpOptions = true)
final class ConsoleCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Mixin
    private OneBoard board = new OneBoard();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "Where the text goes, too; default: bench-runs/console-<board>-<time>.log.")
    private @Nullable Path log;

    @Override
    public Integer call() throws IOException, InterruptedException, DriverException, ProfileException, ImageException {
        return board.run(this::run);
    }

    private int run(Profile profile, BoardDrivers hands) throws IOException, InterruptedException {
        Path file = log != null
                ? log
                : Path.of("bench-runs", "console-" + hands.name() + "-" + TIME.format(Instant.now()) + ".log");
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        InputStream keys = System.in;
        try (RawTerminal raw = RawTerminal.enter();
                Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
                Console console = new Console(hands, profile.secrets(), utf8(System.out), writer)) {
            OwnersOnly.report(file);
            console.run(keys, profile.limits().firstByte());
        }
        System.out.println(SafeText.line("log: " + file));
        return ExitCodes.PASS;
    }

    private static PrintStream utf8(PrintStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    /** Keys as they are pressed, not a line at a time; put back at the end, however that comes. */
    private static final class RawTerminal implements AutoCloseable {
        private final @Nullable String before;
        private final Thread atExit = new Thread(this::restore);

        private RawTerminal(@Nullable String before) {
            this.before = before;
        }

        static RawTerminal enter() throws IOException, InterruptedException {
            if (System.console() == null) {
                return new RawTerminal(null);
            }
            RawTerminal terminal = new RawTerminal(stty(List.of("stty", "-g")));
            Runtime.getRuntime().addShutdownHook(terminal.atExit);
            stty(List.of("stty", "raw", "-echo", "opost", "onlcr"));
            return terminal;
        }

        private static String stty(List<String> command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            process.waitFor();
            return said;
        }

        private void restore() {
            try {
                if (before != null) {
                    stty(List.of("stty", before));
                }
            } catch (IOException noTerminal) {
                System.err.println("bench console: run \"stty sane\" to get the terminal back");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            restore();
        }
    }
}
