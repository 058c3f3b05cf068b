package org.numakerbench.cli.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.BadNetwork;
import org.numakerbench.bench.FileKind;
import org.numakerbench.bench.LinkPath;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.Rehearsal;
import org.numakerbench.bench.TuneBoards;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.FileFailure;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.tune.TuneJson;
import org.numakerbench.report.tune.TunePage;
import org.numakerbench.run.RunListener;
import org.numakerbench.scratch.Scratch;
import org.numakerbench.scratch.ScratchDirectory;
import org.numakerbench.secret.CleanRecords;
import org.numakerbench.secret.OwnSecrets;
import org.numakerbench.text.SafeText;
import org.numakerbench.tune.BoardVisitor;
import org.numakerbench.tune.CloudFailedException;
import org.numakerbench.tune.Journal;
import org.numakerbench.tune.TuneResult;
import org.numakerbench.tune.TuneResults;
import org.numakerbench.tune.Tuning;
import org.numakerbench.tune.Visitor;
import org.numakerbench.tune.build.BuiltImages;
import org.numakerbench.tune.build.SettingImages;
import org.numakerbench.tune.build.StoredImages;
import org.numakerbench.tune.experiment.Experiment;
import org.numakerbench.tune.experiment.ExperimentReader;
import org.numakerbench.tune.search.SearchPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench tune}. */
@Command(
        name = "tune",
        description = "Find the timeouts that recover best from network errors, by an experiment on boards.",
        footer = {
            "",
            "A killed experiment goes on where it was: start it again. Results are tune.json and tune.html in its directory.",
            "Exit codes: 0 a setting is recommended and its claim was shown, 4 it was not shown, 3 every board failed."
        },
        mixinStandardHelpOptions = true)
public final class TuneCommand implements Callable<Integer> {
    private static final String JOURNAL = "journal.jsonl";

    @Parameters(paramLabel = "EXPERIMENT", description = "Experiment file, YAML: bench-profiles/experiments has some.")
    private Path file = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Where the experiment is kept; default: tune-runs/NAME.")
    private @Nullable Path out;

    @Option(names = "--fresh", description = "Start again; what an earlier start did is put aside.")
    private boolean fresh;

    @Option(
            names = "--rehearse",
            description = "Play the experiment on the model of board and module, without boards and in seconds.")
    private boolean rehearse;

    @Option(names = "--json", description = "Print tune.json instead of a summary.")
    private boolean json;

    @Override
    public Integer call() throws ProfileException, IOException, InterruptedException, ImageException {
        Experiment experiment = FileKind.EXPERIMENT.read(file, ExperimentReader::read);
        Profile profile = Profiles.read(experiment.profile());
        List<BoardProfile> boards = boards(experiment, profile);
        SearchPlan plan =
                experiment.plan(boards.stream().map(BoardProfile::name).toList());
        if (rehearse) {
            return rehearse(experiment, plan);
        }
        Path directory = out == null ? Path.of("tune-runs").resolve(experiment.name()) : out;
        putAside(directory);
        Path visits = directory.resolve("visits");
        Files.createDirectories(visits);
        TuneProgress progress = new TuneProgress(System.err, System.console() != null, plan);
        try (Journal journal = Journal.open(directory.resolve(JOURNAL));
                SettingImages images = images(experiment, profile, directory, progress);
                BadNetwork network = BadNetwork.begin(experiment.netem());
                TuneBoards stations = TuneBoards.open(experiment, profile, boards, visits)) {
            dropCutOff(visits);
            checkIdentities(experiment, boards);
            Visitor visitor = new BoardVisitor(
                    stations.all(), images, plan.seed(), experiment.faults().isPresent(), SILENT);
            TuneResult result = run(experiment, plan, visitor, journal, progress);
            write(directory, result);
            tell(result, directory);
            return exitCode(result, boards.size());
        } catch (CloudFailedException cloud) {
            System.err.println("bench tune: " + SafeText.line(String.valueOf(cloud.getMessage())));
            return ExitCodes.INCONCLUSIVE;
        }
    }

    private static final RunListener SILENT = new RunListener() {
        @Override
        public void stage(String words) {}

        @Override
        public void judged(Judgement judgement) {}
    };

    private int rehearse(Experiment experiment, SearchPlan plan) throws IOException, InterruptedException {
        Experiment.Faults faults = experiment
                .faults()
                .orElseThrow(() -> new UsageException(
                        file + ": has no faults, and a model needs them: nothing else happens" + " to its network"));
        TuneProgress progress = new TuneProgress(System.err, false, plan);
        try (ScratchDirectory scratch = Scratch.directory("rehearsal");
                Journal journal = Journal.open(scratch.path().resolve(JOURNAL))) {
            Visitor model = new Rehearsal(plan.seed(), faults.every(), LinkPath.patterns(faults), plan.boards());
            TuneResult result = run(experiment, plan, model, journal, progress);
            if (out != null) {
                Files.createDirectories(out);
                write(out, result);
            }
            tell(result, out);
        }
        return 0;
    }

    private TuneResult run(
            Experiment experiment, SearchPlan plan, Visitor visitor, Journal journal, TuneProgress progress)
            throws IOException, InterruptedException {
        String started = journal.earlier().stream()
                .map(Journal.Line::at)
                .findFirst()
                .orElse(Instant.now().toString());
        long begun = System.nanoTime();
        BooleanSupplier outOfTime = () -> experiment
                .time()
                .map(limit -> Duration.ofNanos(System.nanoTime() - begun).compareTo(limit) > 0)
                .orElse(false);
        Tuning.Ended ended = new Tuning(plan, visitor, journal, progress, outOfTime).run(digest(experiment));
        progress.done();
        return TuneResults.of(experiment, plan, ended, started, Instant.now().toString());
    }

    private List<BoardProfile> boards(Experiment experiment, Profile profile) {
        List<String> known = profile.boards().stream().map(BoardProfile::name).toList();
        for (String name : experiment.boards()) {
            if (!known.contains(name)) {
                throw new UsageException(file + ": boards: " + profile.file() + " has no board " + name + "; it has "
                        + String.join(", ", known));
            }
        }
        return profile.boards().stream()
                .filter(it ->
                        experiment.boards().isEmpty() || experiment.boards().contains(it.name()))
                .toList();
    }

    /** Boards of one identity would confirm each other's claims. */
    private void checkIdentities(Experiment experiment, List<BoardProfile> boards) {
        if (boards.size() < 2) {
            return;
        }
        boolean shared = experiment
                .build()
                .map(build -> boards.stream()
                                .map(it -> build.identity(it.name()))
                                .flatMap(it -> List.of(it.thing(), it.clientId(), it.userTopic()).stream())
                                .distinct()
                                .count()
                        < 3L * boards.size())
                .orElseGet(() -> boards.stream()
                                .map(BoardProfile::thing)
                                .filter(Optional::isPresent)
                                .distinct()
                                .count()
                        < boards.size());
        if (shared) {
            throw new UsageException(file + ": "
                    + (experiment.build().isPresent()
                            ? "build.identity: boards that run side by side need a thing, a client ID and a topic each; put"
                                    + " {board} into all three"
                            : "boards that run side by side need images of their own; give each board its thing in "
                                    + experiment.profile()));
        }
    }

    private static SettingImages images(Experiment experiment, Profile profile, Path directory, TuneProgress progress)
            throws ImageException {
        if (experiment.build().isEmpty()) {
            return new StoredImages(profile.images(), experiment.macros());
        }
        // Beside the experiments, for all of them.
        Path cache = directory.toAbsolutePath().resolveSibling(".builds");
        return new BuiltImages(experiment.build().get(), experiment.macros(), cache, progress::note);
    }

    private void putAside(Path directory) throws IOException {
        Path journal = directory.resolve(JOURNAL);
        if (fresh && Files.exists(journal)) {
            Path aside = directory.resolve(
                    "journal-until-" + Instant.now().toString().replace(':', '-') + ".jsonl");
            DurableDirectory.move(journal, aside);
        }
    }

    /** Captures of an experiment that was killed stay as evidence; they belong to nobody any more. */
    private static void dropCutOff(Path visits) throws IOException {
        Consumer<String> tell = notice -> System.err.println("bench tune: " + SafeText.line(notice));
        for (RunDirectory cut : RunDirectory.abandoned(visits, tell)) {
            try (cut) {
                cut.complete();
            } catch (IOException stays) {
                tell.accept("visit " + cut.name() + " was cut off and stays as it is: " + FileFailure.words(stays));
            }
        }
    }

    static void write(Path directory, TuneResult result) throws IOException {
        TuneResult shown = new CleanRecords(OwnSecrets.text()).clean(result);
        DurableFile.replace(directory.resolve("tune.json"), TuneJson.write(shown) + "\n");
        DurableFile.replace(directory.resolve("tune.html"), TunePage.write(shown));
    }

    private void tell(TuneResult result, @Nullable Path directory) {
        if (json) {
            System.out.println(TuneJson.write(result));
            return;
        }
        System.out.print(TuneSummary.of(result));
        if (directory != null) {
            System.out.println(SafeText.line(directory.resolve("tune.html").toString()));
        }
    }

    private static int exitCode(TuneResult result, int boards) {
        if (result.failedBoards().size() >= boards) {
            return ExitCodes.BENCH_FAULT;
        }
        return result.recommended().map(TuneResult.Recommendation::shown).orElse(false) ? 0 : ExitCodes.INCONCLUSIVE;
    }

    /** What decides about the course of an experiment; whole lines of comment may change. */
    private static String digest(Experiment experiment) {
        String text = experiment
                .text()
                .lines()
                .filter(line -> !line.strip().startsWith("#"))
                .collect(Collectors.joining("\n"));
        return DigestUtils.sha256Hex(text);
    }
}
