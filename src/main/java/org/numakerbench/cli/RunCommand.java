package org.numakerbench.cli;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.DescriptionWarnings;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.UsageException;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.evidence.EvidenceLostException;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.FileFailure;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageCheck;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.history.RunHistory;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.model.Outcome;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.report.run.TerminalView;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.Interrupted;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunResult;
import org.numakerbench.secret.SecretText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench run}: the main job. */
@Command(
        name = "run",
        description = "Flash and reset boards, read their UART, watch AWS IoT, judge every claim.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:pass",
            "1:device failure or mismatch",
            "2:usage or configuration error",
            "3:bench fault",
            "4:inconclusive or cloud fault"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PROFILE", description = "Bench profile, for example bench-profiles/virtual.yaml.")
    private Path profileFile = Path.of("");

    @Option(names = "--board", paramLabel = "NAME", description = "Only these boards; default: all of the profile.")
    private List<String> boards = new ArrayList<>();

    @Option(
            names = "--image",
            paramLabel = "ID",
            description = "Image to run; default: the board's own in the profile.")
    private @Nullable String imageId;

    @Option(names = "--repeat", paramLabel = "K", description = "Runs a board; default: 1.", defaultValue = "1")
    private int repeat;

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories go; default: bench-runs.")
    private Path out = Path.of("bench-runs");

    @Option(names = "--json", description = "Print each run's report.json instead of the step list.")
    private boolean json;

    /** The run under way; null between runs. */
    private volatile @Nullable String running;

    @Override
    public Integer call() throws IOException, InterruptedException, ProfileException, ImageException {
        if (repeat < 1) {
            throw new UsageException("--repeat " + repeat + ": must be 1 or more");
        }
        Profile profile = Profiles.read(profileFile);
        List<BoardProfile> chosen = choose(profile);
        List<Image> images = new ArrayList<>();
        for (BoardProfile board : chosen) {
            images.add(image(profile, board));
        }
        RunPlans.requireCredentials(profile, chosen);
        new DescriptionWarnings(spec.commandLine().getErr()::println).require(Optional.of(profile), images);
        prepareOut();
        try (Stopping stopping = new Stopping(this::stopsAtOnce)) {
            return runAll(stopping, profile, chosen, images);
        }
    }

    private int runAll(Stopping stopping, Profile profile, List<BoardProfile> chosen, List<Image> images)
            throws IOException {
        RunTotal total = new RunTotal(chosen.size() * repeat);
        try (RunHistory history =
                        new RunHistory(out, Profiles.history(profile, HistoryAddress.beside(out)), RunCommand::tell);
                VirtualBench bench = VirtualBench.start(profile)) {
            complete(history);
            for (int i = 0; i < chosen.size() * repeat && !stopping.isAsked(); i++) {
                int board = i / repeat;
                total.add(chosen.get(board).name(), run(bench, history, chosen.get(board), images.get(board)));
            }
            stopped(stopping, history);
        }
        total.lines().forEach(json ? RunCommand::tell : System.out::println);
        return stopping.isAsked() ? Stopping.INTERRUPTED : total.exitCode();
    }

    /** Before anything is closed, which may take a while. */
    private void stopsAtOnce() {
        String name = running;
        tell(
                name == null
                        ? "stopped; no run was under way"
                        : "stopped; evidence kept in " + out.resolve(name)
                                + " (Ctrl-C again: end without closing the run)");
    }

    /** Gives the run that was cut off its end and its reports now, as its end is now. */
    private void stopped(Stopping stopping, RunHistory history) throws IOException {
        if (!stopping.isAsked()) {
            return;
        }
        // What is written from here on is not to be interrupted.
        Thread.interrupted();
        for (Path run : Interrupted.complete(out, RunReports.reporter(history), RunCommand::tell)
                .completed()) {
            tell("closed " + run + " as interrupted; "
                    + LeftBoard.words(EvidenceReader.readAll(run.resolve(RunDirectory.LOG))));
        }
        history.addPending();
    }

    private List<BoardProfile> choose(Profile profile) {
        List<String> known = profile.boards().stream().map(BoardProfile::name).toList();
        for (String name : boards) {
            if (!known.contains(name)) {
                throw new UsageException("--board " + name + ": " + profile.file() + " has no such board; it has "
                        + String.join(", ", known));
            }
        }
        return profile.boards().stream()
                .filter(board -> boards.isEmpty() || boards.contains(board.name()))
                .toList();
    }

    private Image image(Profile profile, BoardProfile board) throws ImageException {
        String id = imageId != null ? imageId : board.image().orElse(null);
        if (id == null) {
            throw new UsageException(profile.file() + ": board " + board.name()
                    + " names no image; add \"image:\" to it or give --image ID");
        }
        Image image = Images.find(profile.images(), id);
        ImageCheck.require(image.path(), image.manifest().target());
        return image;
    }

    private void prepareOut() {
        try {
            Files.createDirectories(out);
        } catch (IOException wrong) {
            throw new UsageException(
                    "--out " + out + ": cannot be written (" + FileFailure.words(wrong) + "); choose another directory",
                    wrong);
        }
    }

    /** Runs that an earlier start was killed in get their end, and their place in the history. */
    private void complete(RunHistory history) {
        try {
            Interrupted.complete(out, RunReports.reporter(history), RunCommand::tell)
                    .completed()
                    .forEach(it -> tell("an interrupted run was completed: " + it));
        } catch (IOException wrong) {
            throw new UsageException(
                    "--out " + out + ": cannot be written (" + FileFailure.words(wrong) + "); choose another directory",
                    wrong);
        }
        history.addPending();
    }

    private static void tell(String notice) {
        System.err.println("bench: " + SafeText.line(notice));
    }

    /** Null when it was stopped. */
    private @Nullable Outcome run(VirtualBench bench, RunHistory history, BoardProfile board, Image image) {
        AttachedBoard ready;
        try {
            ready = bench.attach(board);
        } catch (IOException notThere) {
            tell(FileFailure.words(notThere));
            return Outcome.BENCH_FAULT;
        }
        try (AttachedBoard attached = ready) {
            TerminalView view = json ? null : Terminal.view();
            SecretText secrets = SecretText.of(bench.profile().secrets());
            RunListener listener = new RunFollower(view, secrets, history, name -> running = name);
            BenchRun run = new BenchRun(
                    RunPlans.plan(bench.profile(), attached.profile(), image, out),
                    listener,
                    RunReports.reporter(history));
            RunResult result = run.execute();
            if (view == null) {
                System.out.println(RunReports.json(result.record(), secrets));
            } else {
                view.finish(Redaction.judgement(result.record(), secrets), result.directory());
            }
            running = null;
            history.add(result.record());
            return result.record().judgement().outcome();
        } catch (InterruptedException | ClosedByInterruptException stopped) {
            return null;
        } catch (EvidenceLostException lost) {
            tell(lost.getMessage() + "; free some space or choose another --out; the run up to there is kept");
            return Outcome.BENCH_FAULT;
        } catch (IOException failure) {
            tell("the run could not be written below " + out + ": " + FileFailure.words(failure)
                    + "; free some space or choose another --out; what was recorded is kept");
            return Outcome.BENCH_FAULT;
        }
    }
}
