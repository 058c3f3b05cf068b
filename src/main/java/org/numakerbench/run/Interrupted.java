package org.numakerbench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.numakerbench.evidence.DamagedLogException;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.EvidenceLostException;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.FileFailure;

/**
 * Runs that were cut off (power, SIGKILL, a full disk): the next start gives them their end and their reports. One that
 * cannot be read is set aside, with a notice, and the others go on. Cut off itself, this is done again.
 */
public final class Interrupted {
    private final RunReporter reporter;
    private final Consumer<String> notices;
    private final List<Path> completed = new ArrayList<>();
    private boolean later;

    private Interrupted(RunReporter reporter, Consumer<String> notices) {
        this.reporter = reporter;
        this.notices = notices;
    }

    /**
     * What became of them.
     *
     * @param completed directories
     * @param later there are some that cannot be completed now: the disk is full, say
     */
    public record Ended(List<Path> completed, boolean later) {}

    /**
     * Completes every abandoned run below {@code out}.
     *
     * @param notices told what is set aside, or stays as it is, where and why, in a sentence
     * @throws IOException when {@code out} cannot be listed
     */
    public static Ended complete(Path out, RunReporter reporter, Consumer<String> notices) throws IOException {
        Interrupted interrupted = new Interrupted(reporter, notices);
        for (RunDirectory abandoned : RunDirectory.abandoned(out, interrupted::stays)) {
            try (abandoned) {
                interrupted.completeOrSetAside(abandoned);
            } catch (IOException now) {
                interrupted.stays(abandoned, FileFailure.words(now));
            } catch (EvidenceLostException now) {
                interrupted.stays(abandoned, String.valueOf(now.getMessage()));
            }
        }
        return new Ended(List.copyOf(interrupted.completed), interrupted.later);
    }

    private void stays(RunDirectory abandoned, String why) {
        stays("run " + abandoned.name() + " was cut off and cannot be completed yet: " + why);
    }

    private void stays(String notice) {
        later = true;
        notices.accept(notice);
    }

    private void completeOrSetAside(RunDirectory abandoned) throws IOException {
        String why;
        try {
            end(abandoned.path().resolve(RunDirectory.LOG));
            reporter.write(abandoned.path(), Replay.of(abandoned.path()));
            completed.add(abandoned.complete());
            return;
        } catch (EvidenceLostException noRoom) {
            throw noRoom;
        } catch (DamagedLogException damaged) {
            why = damaged.getMessage();
        } catch (RuntimeException unjudged) {
            // Nobody has seen such a log; it must not stop those behind it.
            why = "its log cannot be judged, which is a mistake in the bench ("
                    + String.valueOf(unjudged.getMessage()).lines().findFirst().orElse("") + "); bench replay shows it";
        }
        Path aside = abandoned.setAside();
        notices.accept("run " + abandoned.name() + " was cut off and is set aside in " + aside + ": " + why);
    }

    /** A run that had ended lacks but its reports. */
    private static void end(Path log) throws IOException {
        try (EvidenceLog reopened = EvidenceLog.reopen(log)) {
            EvidenceEntry last = reopened.last();
            if (last != null && !(last.fact() instanceof Fact.RunEnded) && !(last.fact() instanceof Fact.Interrupted)) {
                reopened.append(new Fact.Interrupted("the bench was stopped in mid-run"
                        + (reopened.cutOff() == null ? "" : "; " + reopened.cutOff())));
            }
        }
    }
}
