package org.numakerbench.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.numakerbench.bench.LabBoards;
import org.numakerbench.bench.LabHost;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.agent.AgentListener;
import org.numakerbench.lab.agent.AgentOptions;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.NewestImage;
import org.numakerbench.lab.plan.NightPlan;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.submit.NightWait;
import org.numakerbench.lab.submit.Submission;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.HeapLimits;
import org.numakerbench.profile.ProfileReader;

/** A night as {@code bench nightly} runs it, in this process, so that a test can disturb what it stands on. */
final class TestNight implements AutoCloseable {
    /** What a test does when something is on record. */
    interface OnEntry {
        void at(String run, EvidenceEntry entry) throws IOException;

        /** A run is complete. */
        default void complete() {}
    }

    private final LabStore store;
    private final LabHost host;
    private final NightRow night;
    private final ExecutorService waiting = Executors.newSingleThreadExecutor();
    private final Future<NightRow> ended;
    private final List<String> remarks;

    private TestNight(LabStore store, LabHost host, NightRow night, List<String> remarks) {
        this.store = store;
        this.host = host;
        this.night = night;
        this.remarks = remarks;
        this.ended = waiting.submit(() -> new NightWait(store, remarks::add).await(night));
    }

    static TestNight begin(Path profileFile, Path planFile, Path out, HistoryAddress address) throws Exception {
        return begin(profileFile, planFile, out, address, 0, (run, entry) -> {});
    }

    /**
     * @param out directory of run directories
     * @param address of the lab
     * @param minFreeBytes what must be free on the disk of {@code out}
     */
    static TestNight begin(
            Path profileFile, Path planFile, Path out, HistoryAddress address, long minFreeBytes, OnEntry onEntry)
            throws Exception {
        Profile profile = ProfileReader.read(profileFile);
        NightPlan plan = NightPlanReader.read(planFile);
        LabStore store = LabStore.open(address);
        List<BoardSelector.Board> places = profile.boards().stream()
                .map(it -> LabBoards.place(profile, it))
                .toList();
        NightRow night = new Submission(store, plan, HeapLimits.NONE, new NewestImage(profile.images()))
                .submit(places, true, false)
                .night();
        List<String> remarks = new CopyOnWriteArrayList<>();
        LabHost host = LabHost.start(
                store,
                profile,
                profile.boards(),
                new AgentOptions(out, Duration.ofMillis(500), minFreeBytes),
                HistoryAddress.beside(out),
                new AgentListener() {
                    @Override
                    public void logged(String run, EvidenceEntry entry) {
                        try {
                            onEntry.at(run, entry);
                        } catch (IOException failure) {
                            throw new IllegalStateException(failure);
                        }
                    }

                    @Override
                    public void complete(String run, Path directory) {
                        onEntry.complete();
                    }

                    @Override
                    public void remark(String words) {
                        remarks.add(words);
                    }
                });
        return new TestNight(store, host, night, remarks);
    }

    LabBoards stations() {
        return host.stations();
    }

    LabStore store() {
        return store;
    }

    String name() {
        return night.night();
    }

    /** What happened to the lab, as it was told. */
    List<String> remarks() {
        return remarks;
    }

    /** Waits for the end of the night. */
    void await() throws IOException, InterruptedException, ExecutionException {
        await(150);
    }

    /** @param seconds at the most */
    void await(long seconds) throws IOException, InterruptedException, ExecutionException {
        try {
            ended.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(
                    "the night does not end: " + items() + "\n" + attempts() + "\n" + remarks + "\n" + store.boards(),
                    late);
        }
    }

    List<ItemRow> items() throws IOException {
        return store.nights().items(night.night());
    }

    List<AttemptRow> attempts() throws IOException {
        return store.attempts().of(night.night());
    }

    /** Outcomes of all attempts on a board, in order. */
    List<String> outcomes(String board) throws IOException {
        return attempts().stream()
                .filter(it -> it.board().equals(board))
                .map(it -> String.valueOf(it.outcome()))
                .toList();
    }

    /** Words of a board's items, in the night's order. */
    List<ItemOutcome> words(String board) throws IOException {
        return items().stream()
                .filter(it -> it.place().endsWith("/" + board))
                .map(ItemRow::asWord)
                .toList();
    }

    @Override
    public void close() throws IOException {
        waiting.shutdownNow();
        host.close();
        store.close();
    }
}
