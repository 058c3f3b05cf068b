package org.numakerbench.lab.agent;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.history.RunHistory;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.AttemptSummary;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.store.Attempts;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.store.Leases.Wanted;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.run.RunPlan;

/** One board at its work: takes an item, has it run, decides whether to try again. */
final class BoardWorker implements ExecutionHandler<Void> {
    /** What is taken by another board just now is looked at again so soon. */
    private static final Duration TAKEN = Duration.ofMillis(500);

    private final BoardSlot station;
    private final BoardSelector.Board place;
    private final String agent;
    private final LabStore store;
    private final Shared shared;
    private final Quarantine quarantine;
    private final RetryingWriter insistence;

    /**
     * What the boards of an agent have in common.
     *
     * @param released called when others may find work that they could not have before
     */
    record Shared(
            AgentOptions options,
            ImageSource images,
            RunHistory history,
            Preconditions weather,
            InterruptedRunRecovery cutOff,
            LeaseHeartbeat keeper,
            AgentListener listener,
            Consumer<String> remark,
            Runnable released) {}

    BoardWorker(BoardSlot station, String agent, LabStore store, Shared shared) {
        this.station = station;
        this.place = station.place();
        this.agent = agent;
        this.store = store;
        this.shared = shared;
        this.quarantine = new Quarantine(station, store.attempts(), shared.remark());
        this.insistence = new RetryingWriter(words -> shared.remark().accept(place.text() + ": " + words));
    }

    /** Nights that the board takes nothing from any more. */
    Set<String> outOf() {
        return quarantine.outOf();
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
            return take(item, night, due);
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

    private CompletionHandler<Void> take(ItemRow item, NightRow night, Instant due) throws LabException {
        // Over, if whoever tried it last was killed before it could say so.
        AttemptSummary tried = new AttemptSummary(store.attempts().at(item.item()));
        if (tried.isPass()) {
            return close(item, tried);
        }
        if (night.cancelledMs() != null) {
            return close(item, ItemOutcome.NOT_RUN, FailureCode.CANCELLED, StopReason.CANCELLED.words());
        }
        if (isClosed(night)) {
            return close(item, ItemOutcome.NOT_RUN, FailureCode.NIGHT_CLOSED, "the night had closed");
        }
        // Not before: a night whose settings are damaged can be cancelled.
        NightSettings settings = NightSettings.of(night);
        if (tried.isOver(settings.retries())) {
            return close(item, tried);
        }
        Optional<String> out = quarantine.of(night, settings.quarantineAfter());
        if (out.isPresent()) {
            return quarantined(item, night, out.get(), due);
        }
        String holder = agent + "/" + place.board();
        Duration lasting = station.goesOnFor();
        Set<Wanted> wanted = Set.of(
                Wanted.alone("item " + item.item()),
                new Wanted(item.thingLease(), lasting),
                new Wanted(item.clientLease(), lasting),
                new Wanted(item.topicLease(), lasting));
        if (store.leases()
                .tryAcquire(wanted, holder, place.text(), shared.options().lease())
                .isPresent()) {
            return again(store.database().clock().now().plus(TAKEN));
        }
        Set<String> names = wanted.stream().map(Wanted::name).collect(Collectors.toSet());
        LeaseHeartbeat.Held held = new LeaseHeartbeat.Held(item.night(), names, Thread.currentThread());
        shared.keeper().hold(held);
        boolean finished = false;
        try {
            Came came = underLease(item, night, held);
            finished = came.ended() != null;
            return after(item, night, came, due);
        } finally {
            shared.keeper().letGo(held);
            settle(held);
            giveBack(names, holder, finished);
        }
    }

    /** From now on nobody stops this thread on account of the run. */
    private static @Nullable StopReason settle(LeaseHeartbeat.Held held) {
        StopReason why = held.over();
        Thread.interrupted();
        return why;
    }

    private void giveBack(Set<String> names, String holder, boolean finished) throws LabException {
        try {
            if (finished) {
                store.leases().release(names, holder);
            } else {
                store.leases().abandon(names, holder);
            }
        } finally {
            shared.released().run();
        }
    }

    private boolean isClosed(NightRow night) {
        Long closes = night.closesMs();
        return closes != null && store.database().clock().now().toEpochMilli() > closes;
    }

    /**
     * What came of an attempt.
     *
     * @param attempt null when there was none
     * @param ended null when something stopped it
     * @param stopped what that was
     * @param why the same in words; without an attempt, why there was none
     * @param hopeless whether it would be the same at every further attempt
     */
    private record Came(
            @Nullable AttemptRow attempt,
            Attempts.@Nullable Ended ended,
            @Nullable StopReason stopped,
            String why,
            boolean hopeless) {
        static Came stopped(@Nullable AttemptRow attempt, StopReason reason) {
            return new Came(attempt, null, reason, reason.words(), false);
        }

        static Came hopeless(String why) {
            return new Came(null, null, null, why, true);
        }
    }

    private Came underLease(ItemRow item, NightRow night, LeaseHeartbeat.Held held) throws LabException {
        AttemptRow attempt = null;
        Attempts.Ended ended;
        boolean hopeless = false;
        try {
            Image image = shared.images().find(item.image(), item.sha256());
            RunPlan plan = station.plan(image);
            String hindrance = await(plan, night);
            if (hindrance != null && isClosed(night)) {
                return Came.hopeless("the night closed while it waited: " + hindrance);
            }
            say(BoardState.RUNNING, null, image.id(), "");
            attempt = begin(item, image.manifest().buildId());
            ended = run(plan, attempt);
        } catch (InterruptedException stopped) {
            ended = null;
        } catch (NotRunnableException | ImageException wrong) {
            ended = OneRun.fault(null, FailureCode.NOT_RUNNABLE, String.valueOf(wrong.getMessage()));
            hopeless = true;
        } catch (LabException unreachable) {
            throw unreachable;
        } catch (IOException failure) {
            ended = OneRun.fault(
                    Stage.RECORD, FailureCode.IMAGE_UNAVAILABLE, "the image cannot be had: " + failure.getMessage());
        }
        StopReason why = settle(held);
        say(BoardState.IDLE, null, null, "");
        // What a stopped run came to is worth nothing: not everything it waits for tells an interrupt as such.
        if (ended == null || why != null) {
            return Came.stopped(attempt, why == null ? StopReason.AGENT_ENDED : why);
        }
        return new Came(attempt == null ? begin(item, null) : attempt, ended, null, "", hopeless);
    }

    private @Nullable String await(RunPlan plan, NightRow night) throws InterruptedException, LabException {
        return shared.weather()
                .await(
                        station,
                        plan.witness(),
                        NightSettings.of(night).patience(),
                        () -> !isClosed(night),
                        words -> say(
                                words == null ? BoardState.IDLE : BoardState.WAITING,
                                null,
                                null,
                                words == null ? "" : words));
    }

    private AttemptRow begin(ItemRow item, @Nullable String buildId) throws LabException {
        return store.attempts().begin(item, place.bench(), place.board(), agent, buildId);
    }

    /** Null when it was interrupted. */
    private Attempts.@Nullable Ended run(RunPlan plan, AttemptRow attempt) {
        Consumer<String> named = name -> {
            say(BoardState.RUNNING, name, plan.image().id(), "");
            try {
                store.attempts().running(attempt, name);
            } catch (LabException unreachable) {
                shared.remark().accept(unreachable.getMessage());
            }
        };
        Attempts.Ended ended = new OneRun(plan, shared.history(), shared.listener(), shared.cutOff(), named)
                .execute()
                .orElse(null);
        if (ended != null && ended.owner() == Owner.CLOUD) {
            shared.weather().suspectCloud();
        }
        return ended;
    }

    private CompletionHandler<Void> after(ItemRow item, NightRow night, Came came, Instant due) throws LabException {
        AttemptRow attempt = came.attempt();
        Attempts.Ended ended = came.ended();
        String why = came.why();
        if (ended != null && attempt != null) {
            insistence.write(() -> {
                store.attempts().end(attempt, ended);
                return 0;
            });
            return insistence.write(() -> decide(item, night, came.hopeless(), due));
        }
        if (attempt != null && came.stopped() == StopReason.AGENT_ENDED) {
            store.attempts().forget(attempt);
        } else if (attempt != null) {
            insistence.write(() -> {
                store.attempts()
                        .end(attempt, OneRun.fault(Stage.RECORD, FailureCode.INTERRUPTED, "interrupted: " + why));
                return 0;
            });
        }
        boolean over = came.stopped() == StopReason.CANCELLED || came.hopeless();
        FailureCode code = came.hopeless() ? FailureCode.NIGHT_CLOSED : FailureCode.CANCELLED;
        return over ? close(item, ItemOutcome.NOT_RUN, code, why) : again(due);
    }

    private CompletionHandler<Void> decide(ItemRow item, NightRow night, boolean hopeless, Instant due)
            throws LabException {
        NightSettings settings = NightSettings.of(night);
        AttemptSummary tried = new AttemptSummary(store.attempts().at(item.item()));
        if (!tried.isPass()) {
            remedy(night, settings);
        }
        return hopeless || tried.isOver(settings.retries()) ? close(item, tried) : again(due);
    }

    private CompletionHandler<Void> close(ItemRow item, AttemptSummary tried) throws LabException {
        ItemOutcome word = tried.word();
        return close(item, word == null ? ItemOutcome.INCONCLUSIVE : word, null, tried.reason());
    }

    private void remedy(NightRow night, NightSettings settings) throws LabException {
        try {
            quarantine.remedy(night, settings.quarantineAfter());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletionHandler<Void> close(ItemRow item, ItemOutcome word, @Nullable FailureCode code, String reason)
            throws LabException {
        store.nights().close(item, word, code, reason);
        shared.listener().ended(item, place, word, reason);
        return remove();
    }

    private CompletionHandler<Void> quarantined(ItemRow item, NightRow night, String why, Instant due)
            throws LabException {
        say(BoardState.QUARANTINED, null, null, why);
        String reason = place.text() + " is in quarantine: " + why;
        shared.remark().accept(reason);
        store.nights().closeWaiting(night.night(), place.text(), FailureCode.QUARANTINED, reason);
        BoardSelector any = new BoardSelector.Any(place.target());
        boolean anywhere = item.place().equals(any.text());
        if (anywhere && store.offers().isAnotherFit(place)) {
            return again(due);
        }
        if (anywhere) {
            store.nights()
                    .closeWaiting(
                            night.night(), any.text(), FailureCode.QUARANTINED, reason + "; no other board is one");
        }
        List<AttemptRow> tried = store.attempts().at(item.item());
        ItemOutcome word = ItemOutcome.of(tried);
        return close(
                item, word == null ? ItemOutcome.NOT_RUN : word, word == null ? FailureCode.QUARANTINED : null, reason);
    }

    private void say(BoardState state, @Nullable String run, @Nullable String image, String words) {
        try {
            store.offers().state(place, agent, state, run, image, words);
        } catch (LabException unreachable) {
            // Those that look see it a heartbeat later; the run goes on.
            shared.remark().accept(unreachable.getMessage());
        }
    }
}
