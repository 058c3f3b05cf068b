package org.numakerbench.lab.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.numakerbench.report.RunReports;
import org.numakerbench.run.Replay;
import org.numakerbench.secret.SecretText;

/** Reports of runs whose directories are on other hosts: judged again from the lab's logs, and written beside the page. */
public final class FetchedReports {
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
     * @throws IOException when one cannot be written, or a log cannot be read
     */
    public RunLinks of(List<AttemptRow> attempts) throws IOException {
        RunLinks here = RunLinks.from(page, runs);
        Map<String, String> fetched = new HashMap<>();
        for (AttemptRow attempt : attempts) {
            if (here.to(attempt) == null) {
                fetch(attempt).ifPresent(it -> fetched.put(attempt.attempt(), it));
            }
        }
        return attempt -> Optional.ofNullable(here.to(attempt)).orElse(fetched.get(attempt.attempt()));
    }

    private Optional<String> fetch(AttemptRow attempt) throws IOException {
        String run = attempt.run();
        // Both names come from other hosts and become names of files.
        if (run == null
                || !RunLinks.RUN.matcher(run).matches()
                || !RunLinks.RUN.matcher(attempt.bench()).matches()) {
            return Optional.empty();
        }
        Optional<RunLog> found = logs.open(attempt.bench(), run, () -> {});
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<EvidenceEntry> entries = new ArrayList<>();
        try (RunLog log = found.get()) {
            entries.addAll(log.next());
            if (!log.isComplete()) {
                return Optional.empty();
            }
        }
        Path directory = page.resolveSibling(base() + "-runs").resolve(attempt.bench());
        DurableDirectory.create(directory, OwnersOnly.creatingDirectory(directory));
        Path report = directory.resolve(run + ".html");
        DurableFile.replace(
                report, RunReports.html(Replay.of(entries, run), SecretText.BUILT_IN), OwnersOnly.creatingReport(report));
        return Optional.of(RunLinks.encoded(page.getParent().relativize(report)));
    }

    private String base() {
        String name = page.getFileName().toString();
        return name.endsWith(".html") ? name.substring(0, name.length() - ".html".length()) : name;
    }
}
