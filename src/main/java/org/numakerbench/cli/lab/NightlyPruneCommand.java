package org.numakerbench.cli.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.lab.store.LabStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench nightly prune}. */
@Command(
        name = "prune",
        description = "Take old evidence logs out of a shared lab's database; nights, results and the hosts' own run"
                + " directories stay.",
        mixinStandardHelpOptions = true)
final class NightlyPruneCommand implements Callable<Integer> {
    @Option(names = "--keep-days", paramLabel = "N", defaultValue = "90", description = "Default: ${DEFAULT-VALUE}.")
    private int keepDays = 90;

    @Mixin
    private LabOptions lab = new LabOptions();

    @Override
    public Integer call() throws IOException {
        if (keepDays < 1) {
            throw new UsageException("--keep-days " + keepDays + ": must be 1 or more");
        }
        try (LabStore store = lab.openExisting()) {
            long before = store.database()
                    .clock()
                    .now()
                    .minus(Duration.ofDays(keepDays))
                    .toEpochMilli();
            System.out.println("logs taken away: " + store.logs().prune(before));
            return 0;
        }
    }
}
