package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.history.Rebuild;
import org.numakerbench.history.Retention;
import org.numakerbench.history.RunHistory;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.ImportedRun;
import org.numakerbench.run.Interrupted;
import org.numakerbench.run.RunResult;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import org.numakerbench.uart.TerminalLog;
import org.numakerbench.uart.TerminalLogException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench history}: what the history is made of. */
@Command(
        name = "history",
        description = "Make the history again, make it smaller, or add old terminal logs to it.",
        mixinStandardHelpOptions = true,
        subcommands = {HistoryCommand.RebuildHistory.class, HistoryCommand.Prune.class, HistoryCommand.Import.class})
public final class HistoryCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** {@code bench history rebuild}. */
    @Command(
            name = "rebuild",
            description = "Make the rows again from run directories. What was accepted stays.",
            mixinStandardHelpOptions = true)
    static final class RebuildHistory implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "Where run directories are.")
        private Path runs = Path.of("");

        @Option(
                names = "--history",
                paramLabel = "ADDRESS",
                description = "SQLite file, or postgresql://user@host/database; default: history.db in DIR.")
        private @Nullable String address;

        @Override
        public Integer call() throws IOException {
            if (!Files.isDirectory(runs)) {
                throw new UsageException(runs + ": no such directory; give the one that bench run wrote to (--out)");
            }
            org.numakerbench.history.store.HistoryAddress where = address == null
                    ? org.numakerbench.history.store.HistoryAddress.beside(runs)
                    : org.numakerbench.history.store.HistoryAddress.parse(address);
            try (HistoryStore store = HistoryStore.open(where)) {
                Rebuild.Result result = Rebuild.of(runs, store);
                for (String wrong : result.unreadable()) {
                    System.err.println("left out: " + SafeText.line(wrong));
                }
                System.out.println(Figures.count(result.added(), "run") + " of " + runs
                        + (result.added() == 1 ? " is in " : " are in ") + where
                        + (result.unreadable().isEmpty()
                                ? ""
                                : "; " + result.unreadable().size() + " could not be read"));
            }
            return 0;
        }
    }

    /** {@code bench history prune}. */
    @Command(
            name = "prune",
            description =
                    "Delete the bulky evidence of runs that passed long ago. Figures, report.json and junit.xml stay.",
            mixinStandardHelpOptions = true)
    static final class Prune implements Callable<Integer> {
        private static final Pattern AGE = Pattern.compile("([0-9]{1,5})(d|h)");

        @Option(names = "--keep", paramLabel = "AGE", required = true, description = "Younger runs keep all: 90d, 12h.")
        private String keep = "";

        @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are; default: bench-runs.")
        private Path runs = Path.of("bench-runs");

        @Override
        public Integer call() throws IOException {
            Matcher age = AGE.matcher(keep);
            if (!age.matches()) {
                throw new UsageException("--keep " + keep + ": not an age as 90d or 12h");
            }
            if (!Files.isDirectory(runs)) {
                throw new UsageException("--out " + runs + ": no such directory");
            }
            long number = Long.parseLong(age.group(1));
            Duration duration = age.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
            Retention.Pruned pruned = Retention.prune(runs, Instant.now().minus(duration));
            for (String wrong : pruned.unreadable()) {
                System.err.println("left as it is: " + SafeText.line(wrong));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s pruned, %,d bytes freed; their figures are kept%n",
                    Figures.count(pruned.runs(), "run"),
                    pruned.bytes());
            return 0;
        }
    }

    /** {@code bench history import}. */
    @Command(
            name = "import",
            description = "Add a raw UART capture that was recorded elsewhere. Each boot in it becomes a run; nobody "
                    + "watched the cloud then, so its claims stay unseen, and its heap figures count.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "Raw UART capture.")
        private Path file = Path.of("");

        @Option(names = "--image", paramLabel = "ID", required = true, description = "The image that ran.")
        private String image = "";

        @Option(
                names = "--date",
                paramLabel = "TIME",
                required = true,
                description = "When it ran: 2026-03-31, or 2026-03-31T22:15:00Z.")
        private String date = "";

        @Option(names = "--board", paramLabel = "NAME", description = "The board it ran on; default: ${DEFAULT-VALUE}.")
        private String board = "imported";

        @Option(names = "--network", paramLabel = "NAME", description = "How it reached the network; default: unknown.")
        private String network = "unknown";

        @Option(names = "--images", paramLabel = "DIR", description = "Directory of images; default: ${DEFAULT-VALUE}.")
        private Path images = Path.of("firmware-images");

        @Mixin
        private HistoryOptions history = new HistoryOptions();

        @Override
        public Integer call() throws IOException, ImageException, ProfileException {
            if (!board.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
                throw new UsageException("--board " + board + ": not a name of letters, digits, . _ -");
            }
            if (!network.matches("[a-z0-9][a-z0-9-]{0,31}")) {
                throw new UsageException("--network " + network + ": not a word as ethernet or esp8266");
            }
            Instant at = when(date);
            Image found = Images.find(images, image);
            TerminalLog log = new TerminalLog();
            byte[] capture;
            try {
                capture = log.all(Files.readAllBytes(file));
                log.programs()
                        .ifPresent(it -> System.err.println("bench: " + file
                                + ": what a terminal put in front of the lines is taken off (" + it + ")"));
            } catch (TerminalLogException foreign) {
                throw new UsageException(file + " " + foreign.getMessage());
            }
            try (RunHistory runs = new RunHistory(
                    history.runs(),
                    history.address(),
                    remark -> System.err.println(SafeText.line("bench: " + remark)))) {
                // An import that was cut off would be there twice.
                Interrupted.complete(
                        history.runs(),
                        RunReports.reporter(runs),
                        notice -> System.err.println("bench: " + SafeText.line(notice)));
                runs.addPending();
                List<RunResult> imported =
                        ImportedRun.of(capture, at, board, network, found, history.runs(), RunReports.reporter(runs));
                if (imported.isEmpty()) {
                    throw new UsageException(file + ": no boot of the firmware in it (\"Starting AWS IoT test\"); "
                            + "give the bytes as the UART sent them");
                }
                for (RunResult each : imported) {
                    runs.add(each.record());
                    Long peak = each.record().judgement().heap().maxBytes();
                    System.out.println("imported: " + each.directory() + ", peak heap "
                            + (peak == null ? "not printed" : peak + " bytes"));
                }
            }
            return 0;
        }

        private static Instant when(String text) {
            try {
                Instant at = text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text).toInstant();
                if (at.isAfter(Instant.now().plus(Duration.ofDays(1)))) {
                    throw new UsageException("--date " + text + ": is in the future");
                }
                return at;
            } catch (DateTimeParseException wrong) {
                throw new UsageException(
                        "--date " + text + ": not a date as 2026-03-31 or 2026-03-31T22:15:00Z", wrong);
            }
        }
    }
}
