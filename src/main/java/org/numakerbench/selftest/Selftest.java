package org.numakerbench.selftest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final int cleanRuns;
    private final Optional<Path> keep;

    /**
     * @param fast UARTs without pace, short limits
     * @param cleanRuns how many runs without a fault
     * @param keep takes every run's directory; empty: only what was not caught is kept
     */
    public Selftest(boolean fast, int cleanRuns, Optional<Path> keep) {
        this.fast = fast;
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

    private Outcome run(Consumer<String> progress, Path directory) throws IOException, InterruptedException {
        List<SelftestResult> faults = new ArrayList<>();
        List<SelftestResult> clean = new ArrayList<>();
        try (VirtualBench bench = VirtualBench.start(profile(directory))) {
            LocalCloud cloud = bench.cloud();
            if (cloud == null) {
                throw new IllegalStateException("the selftest's own profile has a local cloud");
            }
            SelftestRun run = new SelftestRun(
                    bench, cloud, bench.profile().boards().get(0), directory, keep.orElse(directory.resolve("runs")));
            List<PlantedFault> all = PlantedFault.all();
            for (PlantedFault planted : all) {
                faults.add(run.of(planted));
                progress.accept("fault " + faults.size() + " of " + all.size() + ": " + planted.name());
            }
            for (int i = 0; i < cleanRuns; i++) {
                clean.add(run.of(PlantedFault.none()));
                progress.accept("clean run " + (i + 1) + " of " + cleanRuns);
            }
        }
        Outcome outcome = new Outcome(faults, clean);
        if (!outcome.isGood()) {
            Path kept = keep.isPresent() ? keep.get() : Scratch.keep(directory.resolve("runs"), "bench-selftest");
            progress.accept("the runs are kept in " + kept);
        }
        return outcome;
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
                Profile.HeapLimits.NONE,
                Optional.empty(),
                List.of());
    }
}
