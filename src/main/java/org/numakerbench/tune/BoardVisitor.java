package org.numakerbench.tune;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Image;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.run.FaultyPath;
import org.numakerbench.run.LoopRun;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunPlan;
import org.numakerbench.run.loop.DeviceLoop;
import org.numakerbench.run.loop.DeviceLoop.Failure;
import org.numakerbench.run.loop.DeviceLoop.LinkFault;
import org.numakerbench.tune.build.BuildFailedException;
import org.numakerbench.tune.build.SettingImages;
import org.numakerbench.tune.search.Assignment;
import org.numakerbench.tune.search.Loop;

/** Visits on the bench's boards: the setting's image is flashed, and its loops are captured and judged. */
public final class BoardVisitor implements Visitor {
    /** A port or an endpoint that is gone may be back a moment later. */
    private static final int ATTEMPTS = 2;
    /** An outage of five minutes does not end a night. */
    private static final int CLOUD_ATTEMPTS = 30;

    private static final Duration CLOUD_PAUSE = Duration.ofSeconds(10);

    private final Map<String, Station> stations;
    private final SettingImages images;
    private final long seed;
    private final boolean disturbed;
    private final RunListener listener;

    /**
     * What a board is worked with.
     *
     * @param plan what it takes to run an image on it
     * @param path its link to the endpoint
     */
    public record Station(BoardProfile board, Function<Image, RunPlan> plan, FaultyPath path) {}

    /** @param disturbed the links disturb connections; else a loop's first failure is the network error */
    public BoardVisitor(
            Map<String, Station> stations, SettingImages images, long seed, boolean disturbed, RunListener listener) {
        this.stations = Map.copyOf(stations);
        this.images = images;
        this.seed = seed;
        this.disturbed = disturbed;
        this.listener = listener;
    }

    @Override
    public void expect(List<Assignment> visits) {
        images.expect(visits.stream()
                .map(it -> new SettingImages.Wanted(it.setting(), station(it).board()))
                .toList());
    }

    private Station station(Assignment visit) {
        Station station = stations.get(visit.board());
        if (station == null) {
            throw new IllegalStateException("no board " + visit.board());
        }
        return station;
    }

    @Override
    public void visit(Assignment visit, int trials, int firstNumber, Consumer<Loop> loops)
            throws BuildFailedException, BoardFailedException, IOException, InterruptedException {
        Station station = station(visit);
        Image image = images.of(visit.setting(), station.board());
        RunPlan plan = station.plan().apply(image);
        Counter counter = new Counter(visit, trials, firstNumber, loops);
        int boardFailures = 0;
        int cloudFailures = 0;
        while (true) {
            LoopRun.Ended ended =
                    new LoopRun(plan, station.path(), counter::nextSeed, listener).execute(counter::after);
            String trouble = ended.trouble();
            boolean cloud = ended.cloud() || counter.takeUnwatched();
            if (trouble == null && !cloud) {
                return;
            }
            counter.interrupted();
            if (!cloud && ++boardFailures == ATTEMPTS) {
                throw new BoardFailedException(String.valueOf(trouble));
            } else if (cloud && ++cloudFailures == CLOUD_ATTEMPTS) {
                throw new CloudFailedException((trouble == null ? "the witness loses its connection" : trouble)
                        + "; start again when the endpoint answers: the experiment goes on where it was");
            } else if (cloud) {
                Thread.sleep(CLOUD_PAUSE.toMillis());
            }
        }
    }

    /** From a device's loops to the search's. */
    private final class Counter {
        private final Assignment visit;
        private final Consumer<Loop> loops;
        private final Trials trials;
        private final SplittableRandom seeds;
        private int number;
        private boolean unwatched;

        Counter(Assignment visit, int wanted, int firstNumber, Consumer<Loop> loops) {
            this.visit = visit;
            this.loops = loops;
            this.trials = new Trials(wanted, !disturbed);
            this.number = firstNumber;
            this.seeds = new SplittableRandom(seed * 1_000_003 + visit.visit() * 8191L + firstNumber);
        }

        long nextSeed() {
            return seeds.nextLong();
        }

        /** The next loop is no answer to the last one. */
        void interrupted() {
            number++;
            trials.interrupted();
        }

        /** True when a loop failed while nobody watched: the endpoint may be to blame, and it was not counted. */
        boolean takeUnwatched() {
            boolean was = unwatched;
            unwatched = false;
            return was;
        }

        LoopRun.Next after(DeviceLoop loop) {
            if (!loop.passed() && !loop.watched()) {
                unwatched = true;
                return LoopRun.Next.STOP;
            }
            LinkFault fault = loop.faults().isEmpty() ? null : loop.faults().get(0);
            boolean ownError = !disturbed && !loop.passed() && !loop.isConsequence();
            String pattern = fault != null ? fault.fault() : ownError ? "failure" : null;
            Trials.Next next = trials.after(loop.passed(), loop.hung(), pattern != null);
            loops.accept(new Loop(
                    visit.visit(),
                    number++,
                    loop.passed(),
                    loop.isConsequence(),
                    loop.hung(),
                    next != Trials.Next.GO_ON,
                    fault == null ? null : fault.detail(),
                    pattern,
                    Math.max(0, loop.endNanos() - loop.startNanos()) / 1_000_000,
                    words(loop),
                    waits(loop)));
            return switch (next) {
                case GO_ON -> LoopRun.Next.GO_ON;
                case RESET -> LoopRun.Next.RESET;
                case STOP -> LoopRun.Next.STOP;
            };
        }

        private static @Nullable String words(DeviceLoop loop) {
            Failure failure = loop.failure();
            return failure == null ? loop.unseen() : failure.step() + ": " + failure.text();
        }

        private static List<Loop.Wait> waits(DeviceLoop loop) {
            AtWaits waits = new AtWaits();
            loop.driver().forEach(line -> waits.line(line.text(), line.nanos()));
            return waits.take();
        }
    }
}
