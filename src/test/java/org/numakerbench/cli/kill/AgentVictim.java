package org.numakerbench.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.numakerbench.cli.BenchProcess;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.history.store.Databases;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.RunLogs.RunLog;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.logs.SharedLogs;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.LabStore;

/** {@code bench agent} with two boards and a lab in PostgreSQL, which always has a night for it. */
final class AgentVictim implements Victim {
    private static final int REPEATS = 3;
    private static final int ITEMS = 2 * REPEATS;

    private final VirtualLab lab;
    private final Path scratch;
    private final Path out;
    private final Path plan;
    private final HistoryAddress address;

    AgentVictim(VirtualLab lab, Path scratch, Path out) throws Exception {
        this.lab = lab;
        this.scratch = scratch;
        this.out = out;
        this.plan = lab.plan("shared", List.of("{board}-n1"), "repeats: " + REPEATS);
        this.address = Databases.fresh(Databases.Kind.POSTGRESQL, scratch);
    }

    @Override
    public String name() {
        return "agent";
    }

    @Override
    public List<String> arguments() throws Exception {
        try (LabStore store = LabStore.open(address)) {
            // A plan can only be submitted to a lab that has its boards.
            if (!store.boards().isEmpty()
                    && store.nights()
                            .newest("shared")
                            .filter(it -> it.endedMs() == null)
                            .isEmpty()) {
                BenchProcess.Ended submitted =
                        BenchProcess.run(scratch, "submit", plan.toString(), "--lab", address.toString());
                assertThat(submitted.exitCode()).as(submitted.err()).isZero();
            }
        }
        return List.of("agent", lab.profile().toString(), "--lab", address.toString(), "--out", out.toString());
    }

    @Override
    public Path out() {
        return out;
    }

    @Override
    public BenchProcess.Ended finish(BenchProcess process) throws Exception {
        try (LabStore store = LabStore.open(address)) {
            await().atMost(Duration.ofMinutes(10))
                    .until(() -> !store.boards().isEmpty()
                            && store.nights()
                                    .newest("shared")
                                    .filter(it -> it.endedMs() == null)
                                    .isEmpty());
            NightRow night = store.nights().newest("shared").orElse(null);
            if (night != null) {
                for (AttemptRow each : store.attempts().of(night.night())) {
                    await().atMost(Duration.ofMinutes(5)).until(() -> each.run() == null || isShipped(store, each));
                }
            }
        }
        process.terminate();
        return process.await(300);
    }

    private static boolean isShipped(LabStore store, AttemptRow attempt) throws Exception {
        try (RunLog log = new SharedLogs(store.logs())
                .open(attempt.bench(), String.valueOf(attempt.run()), () -> {})
                .orElse(null)) {
            if (log == null) {
                return false;
            }
            List<EvidenceEntry> entries = log.next();
            return log.isComplete()
                    && (entries.get(entries.size() - 1).fact() instanceof Fact.RunEnded
                            || entries.get(entries.size() - 1).fact() instanceof Fact.Interrupted);
        }
    }

    /** 143: SIGTERM. */
    @Override
    public boolean isGood(int exitCode) {
        return exitCode == 143;
    }

    @Override
    public void check() throws Exception {
        List<String> runs = RunsKept.whole(out);
        // Before the first run there is no history.
        if (!runs.isEmpty()) {
            RunsKept.inHistory(runs, address);
        }
        try (LabStore store = LabStore.open(address)) {
            for (var each : store.nights(100)) {
                NightVictim.check(
                        store.nights().items(each.night()), store.attempts().of(each.night()), ITEMS, runs);
            }
        }
    }
}
