package org.numakerbench.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.board.method.NoMethod;
import org.numakerbench.firmware.Target;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.CloudProfile;
import org.numakerbench.profile.Profile.LocalCloudProfile;
import org.numakerbench.profile.Profile.SerialProfile;
import org.numakerbench.profile.Profile.VirtualProfile;
import org.numakerbench.scratch.Scratch;
import org.numakerbench.scratch.ScratchDirectory;
import org.numakerbench.sim.cloud.LocalCloud;

/** Every planted fault and some clean runs, through the whole bench. */
public final class Selftest {
    private static final int BAUD = 9600;

    private final boolean fast;
    private final int benches;
    private final int cleanRuns;
    private final Optional<Path> keep;

    /**
     * @param fast UARTs without pace, short limits
     * @param benches how many work through the runs at once, each with a cloud and a board of its own
     * @param cleanRuns how many runs without a fault
     * @param keep takes every run's directory; empty: only what was not caught is kept
     */
    public Selftest(boolean fast, int benches, int cleanRuns, Optional<Path> keep) {
        this.fast = fast;
        this.benches = benches;
        this.cleanRuns = cleanRuns;
        this.keep = keep;
    }

    /**
     * What was caught.
     *
     * @param faults a result a planted fault, in the table's order
     * @param clean a result a clean run
     */
    public record Outcome(List<SelftestResult> faults, List<SelftestResult> clean) {
        public Outcome {
            faults = List.copyOf(faults);
            clean = List.copyOf(clean);
        }

        /** Clean runs that did not pass. */
        public long falseAlarms() {
            return clean.stream().filter(it -> !it.caught()).count();
        }

        /** Every fault caught, no false alarm, every log replayed alike. */
        public boolean isGood() {
            return falseAlarms() == 0
                    && Stream.concat(faults.stream(), clean.stream()).allMatch(it -> it.caught() && it.replayed());
        }
    }

    /**
     * Runs everything.
     *
     * @param progress takes one line per finished run
     */
    public Outcome run(Consumer<String> progress) throws IOException, InterruptedException {
        try (ScratchDirectory scratch = Scratch.directory("selftest")) {
            return run(progress, scratch.path());
        }
    }

    /**
     * Makes one run without a fault, and takes what is done with it.
     *
     * @param use gets the run's directory, which is gone afterwards
     */
    public <T> T withCleanRun(RunUse<T> use) throws IOException, InterruptedException {
        try (ScratchDirectory scratch = Scratch.directory("selftest");
                VirtualBench bench = VirtualBench.start(profile(scratch.path()))) {
            Path runs = scratch.path().resolve("runs");
            return use.of(run(bench, scratch.path(), runs).clean());
        }
    }

    /** What is done with a run. */
    @FunctionalInterface
    public interface RunUse<T> {
        T of(Path runDirectory) throws IOException;
    }

    private Outcome run(Consumer<String> progress, Path directory) throws IOException, InterruptedException {
        List<PlantedFault> faults = PlantedFault.all();
        List<PlantedFault> all = new ArrayList<>(faults);
        all.addAll(Collections.nCopies(cleanRuns, PlantedFault.none()));
        SelftestResult[] results = new SelftestResult[all.size()];
        AtomicInteger next = new AtomicInteger();
        List<Callable<Void>> lanes = new ArrayList<>();
        for (int i = 0; i < benches; i++) {
            Path own = Files.createDirectory(directory.resolve("bench-" + i));
            lanes.add(() -> {
                try (VirtualBench bench = VirtualBench.start(profile(own))) {
                    SelftestRun run = run(bench, own, keep.orElse(directory.resolve("runs")));
                    for (int at = next.getAndIncrement(); at < all.size(); at = next.getAndIncrement()) {
                        results[at] = run.of(all.get(at));
                        progress.accept(
                                at < faults.size()
                                        ? "fault " + (at + 1) + " of " + faults.size() + ": "
                                                + all.get(at).name()
                                        : "clean run " + (at + 1 - faults.size()) + " of " + cleanRuns);
                    }
                }
                return null;
            });
        }
        together(lanes);
        List<SelftestResult> done = List.of(results);
        Outcome outcome = new Outcome(done.subList(0, faults.size()), done.subList(faults.size(), done.size()));
        if (!outcome.isGood()) {
            Path kept = keep.isPresent() ? keep.get() : Scratch.keep(directory.resolve("runs"), "bench-selftest");
            progress.accept("the runs are kept in " + kept);
        }
        return outcome;
    }

    private static SelftestRun run(VirtualBench bench, Path directory, Path runs) {
        LocalCloud cloud = bench.cloud();
        if (cloud == null) {
            throw new IllegalStateException("the selftest's own profile has a local cloud");
        }
        return new SelftestRun(bench, cloud, bench.profile().boards().get(0), directory, runs);
    }

    private static void together(List<Callable<Void>> lanes) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(lanes.size());
        try {
            for (Future<Void> lane : threads.invokeAll(lanes)) {
                lane.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Profile profile(Path directory) {
        BoardProfile board = new BoardProfile(
                "selftest",
                Target.NUMAKER_PFM_M487,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new SerialProfile(Optional.empty(), BAUD),
                new NoMethod(),
                List.of(),
                Optional.of(new VirtualProfile(fast ? 0 : BAUD)),
                Optional.empty(),
                Optional.empty());
        CloudProfile cloud = new CloudProfile(
                Optional.empty(),
                8883,
                8443,
                false,
                Optional.empty(),
                Optional.of(new LocalCloudProfile(directory.resolve("cloud"))));
        return new Profile(
                directory.resolve("selftest.yaml"),
                "selftest",
                directory,
                cloud,
                List.of(board),
                SelftestRun.limits(fast),
                1,
                Profile.HeapLimits.NONE,
                Map.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
