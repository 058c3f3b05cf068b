package org.numakerbench.report.night;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.lab.RunLogs;
import org.numakerbench.lab.RunLogs.RunLog;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.SecretText;
import org.numakerbench.text.SafeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports of runs whose directories are on other hosts: judged again from the lab's logs, and written beside the page. */
public final class FetchedReports {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedReports.class);

    private final Path page;
    private final Path runs;
    private final RunLogs logs;

    /**
     * @param page the morning page that leads to them
     * @param runs directory of this host's run directories
     * @param logs where the others' are
     */
    public FetchedReports(Path page, Path runs, RunLogs logs) {
        this.page = page.toAbsolutePath().normalize();
        this.runs = runs;
        this.logs = logs;
    }

    /**
     * Links to all reports there are; those that are not on this host are written now.
     *
     * @throws IOException when one cannot be written
     */
    public RunLinks of(List<AttemptRow> attempts) throws IOException {
        RunLinks here = RunLinks.from(page, runs);
        Map<String, String> fetched = new HashMap<>();
        for (AttemptRow attempt : attempts) {
            if (here.to(attempt) == null) {
                Optional<RunRecord> record = judged(attempt);
                if (record.isPresent()) {
                    fetched.put(attempt.attempt(), written(attempt, record.get()));
                }
            }
        }
        return attempt -> Optional.ofNullable(here.to(attempt)).orElse(fetched.get(attempt.attempt()));
    }

    /** Empty when there is no whole log of it, or one that cannot be read: a page of many runs is made without that one. */
    private Optional<RunRecord> judged(AttemptRow attempt) {
        String run = attempt.run();
        // Both names come from other hosts and become names of files.
        if (run == null
                || !RunLinks.RUN.matcher(run).matches()
                || !RunLinks.RUN.matcher(attempt.bench()).matches()) {
            return Optional.empty();
        }
        try {
            Optional<RunLog> found = logs.open(attempt.bench(), run, () -> {});
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (RunLog log = found.get()) {
                List<EvidenceEntry> entries = log.next();
                return log.isComplete() ? Optional.of(Replay.of(entries, run)) : Optional.empty();
            }
        } catch (IOException unreadable) {
            LOG.warn(
                    "no report of {}/{}: {}",
                    attempt.bench(),
                    run,
                    SafeText.line(String.valueOf(unreadable.getMessage())));
            return Optional.empty();
        }
    }

    private String written(AttemptRow attempt, RunRecord record) throws IOException {
        Path directory = page.resolveSibling(base() + "-runs").resolve(attempt.bench());
        DurableDirectory.create(directory, OwnersOnly.creatingDirectory(directory));
        Path report = directory.resolve(attempt.run() + ".html");
        DurableFile.replace(report, RunReports.html(record, SecretText.BUILT_IN), OwnersOnly.creatingReport(report));
        return RunLinks.encoded(page.getParent().relativize(report));
    }

    private String base() {
        String name = page.getFileName().toString();
        return name.endsWith(".html") ? name.substring(0, name.length() - ".html".length()) : name;
    }
}
