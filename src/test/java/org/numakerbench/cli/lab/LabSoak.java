package org.numakerbench.cli.lab;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.numakerbench.bench.LabBoards;
import org.numakerbench.bench.LabHost;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.agent.AgentListener;
import org.numakerbench.lab.agent.AgentOptions;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.NewestImage;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.submit.NightWait;
import org.numakerbench.lab.submit.Submission;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.HeapLimits;
import org.numakerbench.profile.ProfileReader;

/**
 * Night after night in one process, to see whether anything is left behind: heap after collection, threads, file handles and
 * pseudo-terminals after each night of virtual boards ten times as quick as real ones. Run by {@code scripts/lab-soak}.
 */
public final class LabSoak {
    private static final int BAUD = 115_200;
    private static final int BOARDS = 16;
    private static final double ALLOWED_GROWTH = 1.10;
    /** Pools of the platform start threads when they need them; a leak in runs would be a thousand times that. */
    private static final int POOL_THREADS = 5;

    private LabSoak() {}

    /** What a process holds. */
    private record Held(long heapKiB, int threads, int files, int terminals) {}

    /** Arguments: {@code [RUNS A NIGHT [NIGHTS]]}; default 1000 and 10. */
    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int nights = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        Path scratch = Files.createTempDirectory("lab-soak");
        boolean flat;
        try {
            flat = soak(scratch, runs, nights);
        } finally {
            delete(scratch);
        }
        System.out.println(flat ? "flat" : "NOT FLAT");
        System.exit(flat ? 0 : 1);
    }

    private static boolean soak(Path scratch, int runs, int nights) throws Exception {
        List<String> names = IntStream.rangeClosed(1, BOARDS)
                .mapToObj(it -> String.format(Locale.ROOT, "b%02d", it))
                .toList();
        VirtualLab lab = VirtualLab.in(scratch, "bench", BAUD, names);
        lab.images("n1");
        Path plan = lab.plan("soak", List.of("{board}-n1"), "repeats: " + (runs + BOARDS - 1) / BOARDS);
        Profile profile = ProfileReader.read(lab.profile());
        Path out = scratch.resolve("runs");
        AgentOptions options = new AgentOptions(out, Duration.ofSeconds(5), 0);
        Held before = held();
        System.out.println("  runs       s  heap KiB  threads  files  terminals  outcomes");
        Held first = before;
        Held last = before;
        int done = 0;
        long began = System.nanoTime();
        HistoryAddress address = new HistoryAddress.Embedded(scratch.resolve("lab.db"));
        try (LabStore store = LabStore.open(address);
                LabHost host = LabHost.start(
                        store,
                        profile,
                        profile.boards(),
                        options,
                        HistoryAddress.beside(out),
                        new AgentListener() {})) {
            for (int night = 1; night <= nights; night++) {
                NightRow row = new Submission(
                                store, NightPlanReader.read(plan), HeapLimits.NONE, new NewestImage(profile.images()))
                        .submit(
                                profile.boards().stream()
                                        .map(it -> LabBoards.place(profile, it))
                                        .toList(),
                                true,
                                true)
                        .night();
                new NightWait(store, System.out::println).await(row);
                List<AttemptRow> attempts = store.attempts().of(row.night());
                done += attempts.size();
                Map<String, Long> outcomes = attempts.stream()
                        .collect(Collectors.groupingBy(
                                it -> String.valueOf(it.outcome()), TreeMap::new, Collectors.counting()));
                // Run directories would fill the disk; what they take in memory is what counts here.
                forget(out);
                last = held();
                first = night == 1 ? last : first;
                print(done, began, last, outcomes.toString());
            }
        }
        Held after = held();
        print(done, began, after, "closed");
        boolean flat = last.heapKiB() <= first.heapKiB() * ALLOWED_GROWTH
                && last.threads() <= first.threads() + POOL_THREADS
                && last.files() <= first.files()
                && last.terminals() <= first.terminals()
                && after.terminals() <= before.terminals();
        System.out.printf(
                Locale.ROOT,
                "heap after %d runs: %.3f of that after %d%n",
                done,
                (double) last.heapKiB() / first.heapKiB(),
                done / nights);
        return flat;
    }

    private static void print(int runs, long began, Held held, String words) {
        System.out.printf(
                Locale.ROOT,
                "%6d  %6.0f  %8d  %7d  %5d  %9d  %s%n",
                runs,
                (System.nanoTime() - began) / 1e9,
                held.heapKiB(),
                held.threads(),
                held.files(),
                held.terminals(),
                words);
    }

    private static Held held() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            // Cleaners and threads that are ending need a moment, and tell nobody when they are done.
            Thread.sleep(500);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        String[] files = new File("/proc/self/fd").list();
        String[] terminals = new File("/dev/pts").list();
        return new Held(
                least / 1024,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                files == null ? 0 : files.length,
                terminals == null ? 0 : terminals.length);
    }

    private static void forget(Path out) throws IOException {
        try (Stream<Path> runs = Files.list(out)) {
            for (Path run : runs.filter(it -> Files.exists(it.resolve("evidence.jsonl")))
                    .toList()) {
                delete(run);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
