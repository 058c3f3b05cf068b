package org.numakerbench.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.SecretText;
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

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Hide what this profile calls secret; needed only for runs of other hosts.")
    private @Nullable Path profile;

    @Override
    public Integer call() throws ProfileException {
        StoredRun stored = StoredRun.read(directory, profile);
        RunRecord record = stored.record();
        SecretText secrets = stored.secrets();
        if (secrets.isWithheld()) {
            System.err.println("bench replay: what is secret in this run is known where it was recorded, and not here,"
                    + " so that no text of it is shown; give its profile with --profile FILE");
        }
        if (json) {
            System.out.println(RunReports.json(record, secrets));
        } else {
            Terminal.view().finish(Redaction.judgement(record, secrets), directory);
        }
        return record.judgement().outcome().exitCode();
    }
}
