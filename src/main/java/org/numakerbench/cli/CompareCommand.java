package org.numakerbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.compare.ComparePage;
import org.numakerbench.report.compare.CompareText;
import org.numakerbench.report.compare.RunComparison;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.RunRecord;
import org.numakerbench.text.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench compare}: what differs between two runs. */
@Command(
        name = "compare",
        description = "What differs between two runs, times, addresses and numbers of one run set aside.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN_A", description = "A run directory, the one that was as it should be.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "RUN_B", description = "Another one.")
    private Path second = Path.of("");

    @Option(names = "--json", description = "Print the comparison as JSON.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page of it there, one file.")
    private @Nullable Path html;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Hide what this profile calls secret; needed only for runs of other hosts.")
    private @Nullable Path profile;

    @Override
    public Integer call() throws IOException, ProfileException {
        RunComparison comparison = RunComparison.of(read(first), read(second));
        Path page = html;
        if (page != null) {
            DurableFile.write(page, ComparePage.write(comparison), OwnersOnly.creatingReport(page));
        }
        if (json) {
            System.out.println(JsonText.indented(comparison));
        } else if (page == null) {
            System.out.print(CompareText.write(comparison));
        }
        return ExitCodes.PASS;
    }

    private RunRecord read(Path directory) throws ProfileException {
        StoredRun stored = StoredRun.read(directory, profile);
        return Redaction.of(stored.record(), stored.secrets());
    }
}
