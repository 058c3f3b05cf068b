package org.numakerbench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;

/** Runs that were cut off (power, SIGKILL): the next start gives them their end and their reports. */
public final class Interrupted {
    private Interrupted() {}

    /**
     * Completes every abandoned run below {@code out}.
     *
     * @return the completed directories
     */
    public static List<Path> complete(Path out, RunReporter reporter) throws IOException {
        List<Path> completed = new ArrayList<>();
        for (RunDirectory abandoned : RunDirectory.abandoned(out)) {
            try (abandoned) {
                Path log = abandoned.path().resolve(RunDirectory.LOG);
                try (EvidenceLog reopened = EvidenceLog.reopen(log)) {
                    reopened.append(new Fact.Interrupted("the bench was stopped in mid-run"));
                }
                reporter.write(abandoned.path(), Replay.of(abandoned.path()));
                completed.add(abandoned.complete());
            }
        }
        return completed;
    }
}
