package org.numakerbench.lab.agent;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.DriverException;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceLostException;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.history.RunHistory;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.night.Tried;
import org.numakerbench.lab.night.Word;
import org.numakerbench.lab.plan.Place;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.store.Nights;
import org.numakerbench.report.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.Interrupted;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunPlan;
import org.numakerbench.run.RunReporter;
import org.numakerbench.run.RunResult;

/** One board at its work: takes an item, runs it, decides whether to try again. */
final class BoardWorker implements ExecutionHandler<Void> {
    static final String CANCELLED = "cancelled";
    /** What is taken by another board just now is looked at again so soon. */
    private static final Duration TAKEN = Duration.ofMillis(500);
    /** A host that dies at every attempt at an item must not do so for ever. */
    private static final int MOST_ATTEMPTS = 20;

    private final Station station;
    private final Place.Board place;
    private final String agent;
    private final LabStore store;
    private final Shared shared;

    /**
     * What the boards of an agent have in common.
     *
     * @param released called when others may find work that they could not have before
     */
    record Shared(
            AgentOptions options,
            ImageSource images,
            RunHistory history,
            Weather weather,
            Keeper keeper,
            AgentListener listener,
            Consumer<String> remark,
            Runnable released) {}

    BoardWorker(Station station, String agent, LabStore store, Shared shared) {
        this.station = station;
        this.place = station.place();
        this.agent = agent;
        this.store = store;
        this.shared = shared;
    }

    @Override
    public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
        Instant due = context.getExecution().executionTime;
        try {
            ItemRow item = store.nights().item(task.getId()).orElse(null);
            if (item == null || item.word() != null) {
                return remove();
            }
            NightRow night = store.nights().find(item.night()).orElseThrow();
            return attempt(item, night, due);
        } catch (LabException unreachable) {
            // The scheduler's own handler of failures puts it back.
            throw new UncheckedIOException(unreachable);
        }
    }

    private static CompletionHandler<Void> remove() {
        return (complete, operations) -> operations.remove();
    }

    private static CompletionHandler<Void> again(Instant at) {
        return (complete, operations) -> operations.reschedule(complete, at);
    }

    private CompletionHandler<Void> attempt(ItemRow item, NightRow night, Instant due) throws LabException {
        String holder = agent + "/" + place.board();
        Set<String> leases = Set.of("item " + item.item(), item.thingLease(), item.clientLease(), item.topicLease());
        if (isClosed(night)) {
            return close(item, Word.NOT_RUN, "the night had closed");
        }
        Optional<String> quarantine = quarantine(night);
        if (quarantine.isPresent()) {
            return quarantined(item, night, quarantine.get());
        }
        if (store.leases().tryAcquire(leases, holder, shared.options().lease()).isPresent()) {
            return again(store.database().clock().now().plus(TAKEN));
        }
        Keeper.Held held = new Keeper.Held(item.night(), leases, Thread.currentThread());
        shared.keeper().hold(held);
        try {
            return underLease(item, night, held, due);
        } finally {
            shared.keeper().letGo(held);
            // The keeper may have interrupted this thread after its last wait.
            held.over();
            Thread.interrupted();
            try {
                store.leases().release(leases, holder);
            } finally {
                shared.released().run();
            }
        }
    }

    private boolean isClosed(NightRow night) {
        Long closes = night.closesMs();
        return closes != null && store.database().clock().now().toEpochMilli() > closes;
    }

    /** What happened at one attempt: how it ended, or what stopped it. */
    private record Came(
            Nights.@Nullable Ended ended, @Nullable String stopped, boolean hopeless) {}

    private CompletionHandler<Void> underLease(ItemRow item, NightRow night, Keeper.Held held, Instant due)
            throws LabException {
        NightSettings settings = NightSettings.of(night);
        AttemptRow attempt = null;
        Came came;
        try {
            Image image = shared.images().find(item.image(), item.sha256());
            RunPlan plan = station.plan(image);
            String hindrance = shared.weather()
                    .await(
                            station,
                            plan.witness(),
                            settings.patience(),
                            () -> !isClosed(night),
                            words -> say(
                                    words == null ? BoardState.IDLE : BoardState.WAITING,
                                    null,
                                    null,
                                    words == null ? "" : words));
            if (hindrance != null && isClosed(night)) {
                return close(item, Word.NOT_RUN, "the night closed while it waited: " + hindrance);
            }
            say(BoardState.RUNNING, null, image.id(), "");
            attempt = store.nights()
                    .beginAttempt(
                            item,
                            place.bench(),
                            place.board(),
                            agent,
                            image.manifest().buildId());
            came = run(plan, attempt);
        } catch (InterruptedException stopped) {
            came = new Came(null, "stopped", false);
        } catch (NotRunnableException | ImageException wrong) {
            came = new Came(fault(null, String.valueOf(wrong.getMessage())), null, true);
        } catch (LabException unreachable) {
            throw unreachable;
        } catch (IOException failure) {
            came = new Came(fault("record", "the image cannot be had: " + failure.getMessage()), null, false);
        }
        String why = held.over();
        Thread.interrupted();
        say(BoardState.IDLE, null, null, "");
        if (attempt == null) {
            attempt = store.nights().beginAttempt(item, place.bench(), place.board(), agent, null);
        }
        if (came.ended() == null) {
            return stopped(item, attempt, why == null ? "the agent ended" : why, due);
        }
        store.nights().endAttempt(attempt, came.ended());
        return decide(item, night, settings, came.hopeless(), due);
    }

    private static Nights.Ended fault(@Nullable String stage, String reason) {
        return new Nights.Ended("BENCH_FAULT", null, stage, "bench", null, reason, null);
    }

    private CompletionHandler<Void> stopped(ItemRow item, AttemptRow attempt, String why, Instant due)
            throws LabException {
        if (why.equals(CANCELLED)) {
            store.nights().endAttempt(attempt, fault("record", "interrupted: the night was cancelled"));
            return close(item, Word.NOT_RUN, CANCELLED);
        }
        if (why.equals(Agent.ENDED)) {
            store.nights().forgetAttempt(attempt);
        } else {
            store.nights().endAttempt(attempt, fault("record", "interrupted: " + why));
        }
        return again(due);
    }

    private Came run(RunPlan plan, AttemptRow attempt) throws InterruptedException, LabException {
        RunReporter reporter = (directory, record) -> {
            RunReports.write(directory, record);
            shared.history().expect(record.context().run());
        };
        Following following = new Following(attempt, plan.image().id());
        try {
            RunResult result = new BenchRun(plan, following, reporter).execute();
            shared.history().add(result.record());
            shared.listener().complete(result.record().context().run(), result.directory());
            return new Came(ended(result), null, false);
        } catch (InterruptedException | ClosedByInterruptException stopped) {
            completeWhatWasCutOff(plan.out(), reporter);
            return new Came(null, "stopped", false);
        } catch (EvidenceLostException lost) {
            completeWhatWasCutOff(plan.out(), reporter);
            return new Came(fault("record", String.valueOf(lost.getMessage())), null, false);
        } catch (IOException failure) {
            return new Came(fault("record", "the run could not be written: " + failure.getMessage()), null, false);
        }
    }

    private void completeWhatWasCutOff(Path out, RunReporter reporter) {
        // The log and its reports want to be written, whatever interrupted the run.
        boolean interrupted = Thread.interrupted();
        try {
            for (Path directory : Interrupted.complete(out, reporter)) {
                shared.listener().complete(directory.getFileName().toString(), directory);
            }
        } catch (IOException | EvidenceLostException noRoom) {
            shared.remark().accept("a run that was cut off cannot be completed yet: " + noRoom.getMessage());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Nights.Ended ended(RunResult result) {
        Judgement judgement = RunReports.shown(
                result.record().judgement(), result.record().context().secrets());
        if ("cloud".equals(judgement.owner())) {
            shared.weather().suspectCloud();
        }
        return new Nights.Ended(
                judgement.outcome().name(),
                result.record().context().run(),
                judgement.stage() == null ? null : judgement.stage().word(),
                judgement.owner(),
                WrongStep.of(judgement),
                judgement.reason(),
                judgement.heap().maxBytes());
    }

    private CompletionHandler<Void> decide(
            ItemRow item, NightRow night, NightSettings settings, boolean hopeless, Instant due) throws LabException {
        List<AttemptRow> tried = store.nights().attemptsAt(item.item());
        AttemptRow last = tried.get(tried.size() - 1);
        if (!last.isPass()) {
            String owner = String.valueOf(last.owner());
            long its = tried.stream().filter(it -> owner.equals(it.owner())).count();
            boolean again = !hopeless && its <= settings.retries().after(owner) && tried.size() < MOST_ATTEMPTS;
            remedy(night, settings);
            if (again) {
                return again(due);
            }
        }
        Tried all = new Tried(tried);
        Word word = all.word();
        return close(item, word == null ? Word.INCONCLUSIVE : word, all.reason());
    }

    private CompletionHandler<Void> close(ItemRow item, Word word, String reason) throws LabException {
        store.nights().close(item, word, reason);
        shared.listener().ended(item, place, word, reason);
        return remove();
    }

    /** Faults of this board's port, flasher and resetter at the end of its list; others' are not held against it. */
    private long faultsInARow(NightRow night, int most) throws LabException {
        return store.nights().lastOn(night.night(), place.bench(), place.board(), most).stream()
                .takeWhile(it -> "BENCH_FAULT".equals(it.outcome())
                        && Set.of("serial", "flash", "reset").contains(String.valueOf(it.stage())))
                .count();
    }

    /** Before the last fault that is borne, its power is cycled. */
    private void remedy(NightRow night, NightSettings settings) throws LabException {
        long faults = faultsInARow(night, settings.quarantineAfter());
        Optional<Station.PowerCycle> power = station.power();
        if (power.isEmpty() || faults != Math.max(1, settings.quarantineAfter() - 1)) {
            return;
        }
        String words = place.text() + ": " + faults + " bench faults in a row; its power was cycled";
        try {
            say(BoardState.WAITING, null, null, "its power is cycled");
            power.get().run();
            shared.remark().accept(words);
        } catch (DriverException failure) {
            shared.remark().accept(words + ", in vain: " + failure.getMessage() + "; " + failure.remedy());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        say(BoardState.IDLE, null, null, "");
    }

    private Optional<String> quarantine(NightRow night) throws LabException {
        int after = NightSettings.of(night).quarantineAfter();
        long faults = faultsInARow(night, after);
        return faults < after
                ? Optional.empty()
                : Optional.of(faults + " bench faults in a row; the last: "
                        + store.nights()
                                .lastOn(night.night(), place.bench(), place.board(), 1)
                                .get(0)
                                .reason());
    }

    private CompletionHandler<Void> quarantined(ItemRow item, NightRow night, String why) throws LabException {
        say(BoardState.QUARANTINED, null, null, why);
        if (!item.place().equals(place.text())) {
            // Another board of the target will take it.
            return again(store.database().clock().now().plus(shared.options().heartbeat()));
        }
        shared.remark().accept(place.text() + " is in quarantine: " + why);
        String reason = place.text() + " is in quarantine: " + why;
        store.nights().closeWaiting(night.night(), place.text(), reason);
        List<AttemptRow> tried = store.nights().attemptsAt(item.item());
        Word word = Word.of(tried);
        return close(item, word == null ? Word.NOT_RUN : word, reason);
    }

    private void say(BoardState state, @Nullable String run, @Nullable String image, String words) {
        try {
            store.offers().state(place, agent, state, run, image, words);
        } catch (LabException unreachable) {
            // Those that look see it a heartbeat later; the run goes on.
            shared.remark().accept(unreachable.getMessage());
        }
    }

    /** Tells the lab what the run is called and that its log grows. */
    private final class Following implements RunListener {
        private final AttemptRow attempt;
        private final String image;
        private @Nullable String run;

        Following(AttemptRow attempt, String image) {
            this.attempt = attempt;
            this.image = image;
        }

        @Override
        public void began(String name, Path directory) {
            run = name;
            say(BoardState.RUNNING, name, image, "");
            try {
                store.nights().running(attempt, name);
            } catch (LabException unreachable) {
                shared.remark().accept(unreachable.getMessage());
            }
            shared.listener().began(place.bench(), name, directory);
        }

        @Override
        public void stage(String words) {
            grew();
        }

        @Override
        public void judged(Judgement judgement) {
            grew();
        }

        private void grew() {
            if (run != null) {
                shared.listener().grew(run);
            }
        }
    }
}
