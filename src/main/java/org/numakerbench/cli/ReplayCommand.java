package org.numakerbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.FileFailure;
import org.numakerbench.report.RunReports;
import org.numakerbench.report.TerminalView;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench replay}: judges a run again from its evidence log alone. */
@Command(
        name = "replay",
        description = "Judge a run again from its evidence log alone.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN_DIR", description = "A run directory, below bench-runs.")
    private Path directory = Path.of("");

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        RunRecord record;
        try {
            record = Replay.of(directory);
        } catch (IOException wrong) {
            throw new UsageException(
                    directory + ": " + FileFailure.words(wrong) + "; give a run directory that holds "
                            + RunDirectory.LOG,
                    wrong);
        }
        if (json) {
            System.out.println(RunReports.json(record));
        } else {
            TerminalView view = Terminal.view();
            List<String> secrets = record.context().secrets();
            view.finish(RunReports.shown(record.judgement(), secrets == null ? List.of() : secrets), directory);
        }
        return record.judgement().outcome().exitCode();
    }
}
