package org.numakerbench.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.DescriptionWarnings;
import org.numakerbench.bench.FileKind;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.Stopping;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.NewestImage;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.lab.plan.PlanException;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.submit.NightWait;
import org.numakerbench.lab.submit.Submission;
import org.numakerbench.lab.submit.Submission.Submitted;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.HeapLimits;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench submit}. */
@Command(
        name = "submit",
        description = "Queue a plan for the agents of a lab, with the images it names.",
        mixinStandardHelpOptions = true)
public final class SubmitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PLAN", description = "Nightly plan, YAML.")
    private Path file = Path.of("");

    @Mixin
    private LabOptions lab = new LabOptions();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Where the plan's images are; default: those of its profile, else firmware-images.")
    private @Nullable Path images;

    @Option(names = "--now", description = "Whatever hours the plan has.")
    private boolean now;

    @Option(names = "--fresh", description = "Start again, even if a night of this plan has not ended.")
    private boolean fresh;

    @Option(names = "--wait", description = "Wait for its end; report and exit code as of bench nightly.")
    private boolean wait;

    @Mixin
    private NightOutputs outputs = new NightOutputs();

    @Override
    public Integer call() throws ProfileException, IOException, InterruptedException, ImageException {
        NightPlan plan = FileKind.PLAN.read(file, NightPlanReader::read);
        Optional<Profile> profile = plan.profile().isPresent()
                ? Optional.of(Profiles.read(plan.profile().get()))
                : Optional.empty();
        Path directory = images != null ? images : profile.map(Profile::images).orElse(Path.of("firmware-images"));
        HeapLimits heap = profile.map(Profile::heap).orElse(HeapLimits.NONE);
        HistoryAddress address = lab.address(plan.lab());
        LabProgress progress = new LabProgress(System.err);
        NightsOwed owed = new NightsOwed(plan, lab, outputs);
        if (wait) {
            owed.makeUp(progress);
        }
        try (Stopping stopping = new Stopping();
                LabStore store = LabStore.open(address)) {
            Submitted submitted =
                    submit(new Submission(store, plan, heap, new NewestImage(directory)), store, profile, progress);
            String night = submitted.night().night();
            System.out.println(SafeText.line((submitted.resumed() ? "goes on already: " : "queued: ") + night + ", "
                    + Figures.count(store.nights().open(night), "run") + " to do"));
            if (!wait) {
                return 0;
            }
            owed.owe(submitted.night());
            return owed.leave(store, new NightWait(store, progress::remark).await(submitted.night()));
        }
    }

    private Submitted submit(Submission submission, LabStore store, Optional<Profile> profile, LabProgress progress)
            throws IOException, ImageException {
        try {
            List<BoardSelector.Board> offered = store.offers().offered();
            new DescriptionWarnings(progress::remark).require(profile, submission.images(offered));
            return submission.submit(offered, !now, fresh);
        } catch (PlanException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
