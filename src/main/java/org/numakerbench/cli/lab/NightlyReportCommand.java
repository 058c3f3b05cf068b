package org.numakerbench.cli.lab;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView.NightNow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.LabStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench nightly report}. */
@Command(
        name = "report",
        description = "Tell of a night what is new, by cause, and of every board; ended or still under way.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes, those of the night:%n",
        exitCodeList = {
            "0:every run passed, some perhaps on retry",
            "1:device failure, mismatch or regression",
            "2:usage or configuration error",
            "3:bench fault, or something was not run",
            "4:inconclusive or cloud fault, or the night is under way"
        })
final class NightlyReportCommand implements Callable<Integer> {
    private static final int TOLD = 5;

    @Parameters(paramLabel = "NIGHT", arity = "0..1", description = "Its name; default: the newest.")
    private @Nullable String name;

    @Option(names = "--plan", paramLabel = "NAME", description = "The newest night of this plan.")
    private @Nullable String plan;

    @Mixin
    private LabOptions lab = new LabOptions();

    @Mixin
    private NightOutputs outputs = new NightOutputs();

    @Override
    public Integer call() throws IOException {
        if (name != null && plan != null) {
            throw new UsageException("NIGHT and --plan: give one of the two");
        }
        try (LabStore store = lab.openExisting()) {
            return outputs.finish(store, night(store), lab);
        }
    }

    private NightRow night(LabStore store) throws LabException {
        Optional<NightRow> night =
                name != null ? store.nights().find(name) : store.nights().newest(plan);
        if (night.isPresent()) {
            return night.get();
        }
        List<NightNow> newest = store.nights(TOLD);
        String there = newest.isEmpty()
                ? "there is none yet; bench nightly PLAN makes one"
                : "the newest are " + newest.stream().map(NightNow::night).collect(Collectors.joining(", "));
        throw new UsageException(
                (name != null ? "no night " + name : plan != null ? "no night of plan " + plan : "no night") + " in "
                        + store.database().address() + "; " + there);
    }
}
