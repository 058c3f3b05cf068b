package org.numakerbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.FileFailure;
import org.numakerbench.selftest.Selftest;
import org.numakerbench.selftest.SelftestTable;
import org.numakerbench.selftest.edit.EditKind;
import org.numakerbench.selftest.edit.EditTable;
import org.numakerbench.selftest.edit.EditTrial;
import org.numakerbench.selftest.edit.NotPassedException;
import org.numakerbench.selftest.own.CleanRun;
import org.numakerbench.selftest.own.OwnSelftest;
import org.numakerbench.selftest.own.OwnTable;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench selftest}: what this bench catches, and that it raises no false alarm. */
@Command(
        name = "selftest",
        description = "Plant every lie and fault in virtual boards, run them and clean ones, and show what was caught.",
        mixinStandardHelpOptions = true)
final class SelftestCommand implements Callable<Integer> {
    /** The values that lines print are drawn; the same description gives the same table. */
    private static final long SEED = 1;

    @Option(names = "--fast", description = "UARTs as fast as they go instead of 9600 baud.")
    private boolean fast;

    @Option(names = "--runs", paramLabel = "N", description = "Clean runs; default: ${DEFAULT-VALUE}.")
    private int runs = 10;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep every run's directory in DIR.")
    private @Nullable Path keep;

    @Option(names = "--json", description = "Print the table as JSON.")
    private boolean json;

    @Option(
            names = "--edits",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "RUN_DIR",
            description =
                    "Instead: edit this run, which passed, in one place at a time, and show what nobody would notice;"
                            + " without RUN_DIR a clean run that is made for it.")
    private @Nullable String edits;

    @Option(
            names = "--firmware",
            paramLabel = "DESCRIPTION",
            description =
                    "Instead: plant every lie that the lines of this description can tell, in runs in virtual time,"
                            + " and show which would be caught, which not, and why.")
    private @Nullable Path firmware;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String edited = edits;
        if (edited != null) {
            return edited.isEmpty()
                    ? new Selftest(true, 1, 0, Optional.empty()).withCleanRun(this::edits)
                    : edits(Path.of(edited));
        }
        if (runs < 0) {
            throw new UsageException("--runs " + runs + ": must be 0 or more");
        }
        if (firmware != null) {
            return own(
                    OwnDescription.read(firmware, spec.commandLine().getErr()).description());
        }
        Selftest.Outcome outcome = new Selftest(fast, 1, runs, Optional.ofNullable(keep))
                .run(line -> System.err.println(SafeText.line("selftest: " + line)));
        System.out.println(json ? SelftestTable.json(outcome) : SelftestTable.markdown(outcome));
        return outcome.isGood() ? 0 : 1;
    }

    private int own(FirmwareDescription description) throws IOException {
        OwnSelftest selftest = description.extendsExample()
                ? OwnSelftest.beside(description, CleanRun.entries(), SEED)
                : OwnSelftest.scratch(description, SEED);
        OwnSelftest.Outcomes outcomes = selftest.run(runs);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? OwnTable.json(outcomes) : SafeText.block(OwnTable.markdown(outcomes)));
        out.flush();
        return outcomes.isGood() ? ExitCodes.PASS : ExitCodes.DEVICE;
    }

    private int edits(Path directory) {
        EditTable table;
        try {
            table = EditTrial.of(
                    EvidenceReader.readAll(directory.resolve(RunDirectory.LOG)), EnumSet.allOf(EditKind.class));
        } catch (IOException wrong) {
            throw new UsageException(
                    directory + ": " + FileFailure.words(wrong) + "; give a run directory that holds "
                            + RunDirectory.LOG,
                    wrong);
        } catch (NotPassedException wrong) {
            throw new UsageException(directory + ": " + wrong.getMessage(), wrong);
        }
        System.out.println(json ? table.json() : SafeText.block(table.markdown()));
        return table.isGood() ? 0 : 1;
    }
}
