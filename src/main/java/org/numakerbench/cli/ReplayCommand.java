package org.numakerbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.UsageException;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.FileFailure;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.KnownExpressions;
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
        RunRecord record;
        try {
            record = Replay.of(directory);
        } catch (IOException wrong) {
            throw new UsageException(
                    directory + ": " + FileFailure.words(wrong) + "; give a run directory that holds "
                            + RunDirectory.LOG,
                    wrong);
        }
        SecretText secrets = secrets(record);
        if (json) {
            System.out.println(RunReports.json(record, secrets));
        } else {
            Terminal.view().finish(Redaction.judgement(record, secrets), directory);
        }
        return record.judgement().outcome().exitCode();
    }

    private SecretText secrets(RunRecord record) throws ProfileException {
        KnownExpressions known = KnownExpressions.beside(directory);
        Path given = profile;
        SecretText secrets =
                (given == null ? known : known.and(Profiles.read(given).secrets())).of(record.context());
        if (secrets.isWithheld()) {
            System.err.println("bench replay: what is secret in this run is known where it was recorded, and not here,"
                    + " so that no text of it is shown; give its profile with --profile FILE");
        }
        return secrets;
    }
}
