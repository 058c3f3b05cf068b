package org.numakerbench.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.NightPlan.Webhook;
import org.numakerbench.lab.store.LabStore;
import picocli.CommandLine.Option;

/** What a command leaves behind when its night has ended. */
final class NightOutputs {
    @Option(names = "--html", paramLabel = "FILE", description = "Write the morning page there, too.")
    private @Nullable Path html;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write one test case a run, for CI.")
    private @Nullable Path junit;

    @Option(names = "--json", description = "Print the night's result as JSON.")
    private boolean json;

    int finish(LabStore store, NightRow night, Optional<Webhook> webhook, LabOptions lab, HistoryAddress history)
            throws IOException {
        NightReport report = new NightReport(
                night,
                null,
                NightReport.cells(
                        store.nights().items(night.night()), store.nights().attempts(night.night())),
                java.util.Map.of(),
                java.util.Map.of(),
                java.util.Map.of(),
                List.of(),
                store.remarksOf(night));
        System.out.println(report.headline());
        return report.exitCode(false, false);
    }
}
