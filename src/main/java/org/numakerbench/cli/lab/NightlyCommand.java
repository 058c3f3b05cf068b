package org.numakerbench.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.DescriptionWarnings;
import org.numakerbench.bench.FileKind;
import org.numakerbench.bench.LabBoards;
import org.numakerbench.bench.LabHost;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.Stopping;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.agent.AgentOptions;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.Matrix;
import org.numakerbench.lab.plan.NewestImage;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.lab.plan.PlanException;
import org.numakerbench.lab.plan.Window;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.submit.NightWait;
import org.numakerbench.lab.submit.Submission;
import org.numakerbench.lab.submit.Submission.Submitted;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.Figures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench nightly}. */
@Command(
        name = "nightly",
        description = "Run a plan: boards, images, repeats, hours and what happens when something fails.",
        mixinStandardHelpOptions = true,
        subcommands = {NightlyReportCommand.class, NightlyCancelCommand.class, NightlyPruneCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every run passed, some perhaps on retry",
            "1:device failure, mismatch or regression",
            "2:usage or configuration error",
            "3:bench fault, or something was not run",
            "4:inconclusive or cloud fault"
        })
public final class NightlyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    // A required parameter would be demanded by the commands below, too.
    @Parameters(paramLabel = "PLAN", arity = "0..1", description = "Nightly plan: bench-profiles/nightly has some.")
    private @Nullable Path planFile;

    @Option(names = "--profile", paramLabel = "FILE", description = "Bench profile; default: the plan's.")
    private @Nullable Path profileFile;

    @Mixin
    private LabOptions lab = new LabOptions();

    @Option(names = "--now", description = "Begin at once and take as long as it takes, whatever hours the plan has.")
    private boolean now;

    @Option(names = "--fresh", description = "Start again, even if a night of this plan was cut off.")
    private boolean fresh;

    @Option(
            names = "--once",
            description =
                    "Not twice in the same hours: where a night of this plan has ended in them, wait for the next."
                            + " For services, which are started again with their host.")
    private boolean once;

    @Mixin
    private NightOutputs outputs = new NightOutputs();

    @Override
    public Integer call() throws ProfileException, IOException, InterruptedException, ImageException {
        Path file = planFile;
        if (file == null) {
            throw new ParameterException(
                    spec.commandLine(), "PLAN is missing; give a nightly plan, or report, cancel or prune");
        }
        NightPlan plan = FileKind.PLAN.read(file, NightPlanReader::read);
        Path read = profileFile != null ? profileFile : plan.profile().orElse(null);
        if (read == null) {
            throw new UsageException(file + ": profile: missing; add the bench profile whose boards run the plan, give"
                    + " --profile FILE, or let other hosts run it: bench submit " + file);
        }
        Profile profile = Profiles.read(read);
        List<BoardProfile> boards = boards(plan, profile);
        LabProgress progress = new LabProgress(System.err);
        HistoryAddress address = lab.address(plan.lab());
        NightsOwed owed = new NightsOwed(plan, lab, outputs);
        owed.makeUp(progress);
        waitForTheWindow(plan, address, progress);
        try (Stopping stopping = new Stopping();
                LabStore store = LabStore.open(address)) {
            return owed.leave(store, run(plan, profile, boards, store, owed, progress));
        }
    }

    private NightRow run(
            NightPlan plan,
            Profile profile,
            List<BoardProfile> boards,
            LabStore store,
            NightsOwed owed,
            LabProgress progress)
            throws IOException, InterruptedException, ImageException {
        Matrix.Lookup images = new NewestImage(profile.images());
        List<BoardSelector.Board> places =
                boards.stream().map(it -> LabBoards.place(profile, it)).toList();
        // The plan's mistakes come before any board is touched.
        DescriptionWarnings warnings = new DescriptionWarnings(progress::remark);
        Submitted submitted = submit(new Submission(store, plan, profile.heap(), images), places, profile, warnings);
        owed.owe(submitted.night());
        progress.remark((submitted.resumed() ? "resuming night " : "night ")
                + submitted.night().night() + ": "
                + Figures.count(store.nights().open(submitted.night().night()), "run") + " to do");
        AgentOptions options = new AgentOptions(lab.out(), AgentOptions.HEARTBEAT, AgentOptions.MIN_FREE_BYTES);
        try (LabHost host = LabHost.start(
                store,
                profile,
                boards,
                options,
                Profiles.history(profile, lab.history(store.database().address())),
                progress,
                warnings)) {
            return new NightWait(store, progress::remark).await(submitted.night());
        }
    }

    private Submitted submit(
            Submission submission, List<BoardSelector.Board> places, Profile profile, DescriptionWarnings warnings)
            throws IOException, ImageException {
        try {
            warnings.require(Optional.of(profile), submission.images(places));
            return submission.submit(places, !now, fresh);
        } catch (PlanException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** Boards of this host that the plan uses. */
    private static List<BoardProfile> boards(NightPlan plan, Profile profile) {
        List<BoardProfile> used =
                profile.boards().stream().filter(it -> uses(plan, profile, it)).toList();
        if (used.isEmpty()) {
            throw new UsageException(plan.file() + ": the plan uses no board of " + profile.file() + ", which has "
                    + profile.boards().stream().map(BoardProfile::name).collect(Collectors.joining(", ")));
        }
        return used;
    }

    private static boolean uses(NightPlan plan, Profile profile, BoardProfile board) {
        if (!plan.anyOf().isEmpty()) {
            return plan.anyOf().contains(board.target());
        }
        return plan.boards().isEmpty()
                || plan.boards().contains(board.name())
                || plan.boards().contains(profile.bench() + "/" + board.name());
    }

    /** Until then the boards are anybody's. */
    private void waitForTheWindow(NightPlan plan, HistoryAddress address, LabProgress progress)
            throws IOException, InterruptedException {
        Window window = plan.window().filter(it -> !now).orElse(null);
        if (window == null) {
            return;
        }
        Instant begin = Instant.now();
        if (once && window.isOpen(begin) && hasEnded(plan, address, window.opened(begin))) {
            begin = window.closesAfter(begin);
        }
        Instant opens = window.opens(begin);
        if (opens.isAfter(Instant.now())) {
            progress.remark("waiting until " + opens + " (--now begins at once)");
            // By the wall clock, which may be set meanwhile.
            while (Instant.now().isBefore(opens)) {
                Duration left = Duration.between(Instant.now(), opens);
                TimeUnit.MILLISECONDS.sleep(Math.min(60_000, Math.max(1, left.toMillis())));
            }
        }
    }

    /** Whether a night of the plan has come to its end since {@code opened}. */
    private static boolean hasEnded(NightPlan plan, HistoryAddress address, Instant opened) throws IOException {
        if (address instanceof HistoryAddress.Embedded it && Files.notExists(it.file())) {
            return false;
        }
        try (LabStore store = LabStore.open(address)) {
            return store.nights()
                    .newest(plan.name())
                    .filter(it -> it.endedMs() != null && it.startedMs() >= opened.toEpochMilli())
                    .isPresent();
        }
    }
}
