package org.numakerbench.lab.agent;

import java.io.IOException;
import java.time.Duration;
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
import org.numakerbench.lab.store.Leases;
import org.numakerbench.lab.store.Leases.Wanted;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.run.RunPlan;

/** What one board does with an item: leases what it needs, has it run, decides whether to try again. */
final class ItemRunner {
    private final BoardSlot station;
    private final BoardSelector.Board place;
    private final String agent;
    private final String holder;
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
            RunGuard guard,
            AgentListener listener,
            Consumer<String> remark,
            Runnable released) {}

    /** @param holder of all that it leases */
    ItemRunner(BoardSlot station, String agent, String holder, LabStore store, Shared shared) {
        this.station = station;
        this.place = station.place();
        this.agent = agent;
        this.holder = holder;
        this.store = store;
        this.shared = shared;
        this.quarantine = new Quarantine(station, store.attempts(), shared.remark());
        this.insistence = new RetryingWriter(words -> shared.remark().accept(place.text() + ": " + words));
    }

    /** Nights that the board takes nothing from any more. */
    Set<String> outOf() {
        return quarantine.outOf();
    }

    /** @return false when something that it needs is another board's just now */
    boolean take(ItemRow item, BoardWorker board) throws LabException {
        Duration lasting = station.goesOnFor();
        Set<Wanted> wanted = Set.of(
                Wanted.alone(Leases.item(item.item())),
                new Wanted(item.thingLease(), lasting),
                new Wanted(item.clientLease(), lasting),
                new Wanted(item.topicLease(), lasting));
        if (store.leases()
                .tryAcquire(wanted, holder, place.text(), Leases.WHILE_THERE)
                .isPresent()) {
            return false;
        }
        Set<String> names = wanted.stream().map(Wanted::name).collect(Collectors.toSet());
        RunGuard.Held held = new RunGuard.Held(item.night(), board, Thread.currentThread());
        shared.guard().hold(held);
        boolean finished = true;
        try {
            Optional<ItemRow> open = store.nights().item(item.item()).filter(it -> it.word() == null);
            NightRow night = store.nights().find(item.night()).orElseThrow();
            if (open.isPresent() && !isOver(item, night)) {
                finished = false;
                Came came = underLease(item, night, held);
                finished = came.ended() != null;
                after(item, night, came);
            }
            return true;
        } finally {
            shared.guard().letGo(held);
            settle(held);
            giveBack(names, finished);
        }
    }

    /** Whether there is nothing more to try; it is closed, then. */
    private boolean isOver(ItemRow item, NightRow night) throws LabException {
        // If whoever tried it last was killed before it could say so.
        AttemptSummary tried = new AttemptSummary(store.attempts().at(item.item()));
        if (tried.isPass()) {
            close(item, tried);
            return true;
        }
        if (night.cancelledMs() != null) {
            close(item, ItemOutcome.NOT_RUN, FailureCode.CANCELLED, StopReason.CANCELLED.words());
            return true;
        }
        if (isClosed(night)) {
            close(item, ItemOutcome.NOT_RUN, FailureCode.NIGHT_CLOSED, "the night had closed");
            return true;
        }
        // Not before: a night whose settings are damaged can be cancelled.
        NightSettings settings = NightSettings.of(night);
        if (tried.isOver(settings.retries())) {
            close(item, tried);
            return true;
        }
        Optional<String> out = quarantine.of(night, settings.quarantineAfter());
        if (out.isPresent()) {
            quarantined(item, night, out.get());
        }
        return out.isPresent();
    }

    /** From now on nobody stops this thread on account of the run. */
    private static @Nullable StopReason settle(RunGuard.Held held) {
        StopReason why = held.over();
        Thread.interrupted();
        return why;
    }

    private void giveBack(Set<String> names, boolean finished) throws LabException {
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

    private Came underLease(ItemRow item, NightRow night, RunGuard.Held held) throws LabException {
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

    private void after(ItemRow item, NightRow night, Came came) throws LabException {
        AttemptRow attempt = came.attempt();
        Attempts.Ended ended = came.ended();
        String why = came.why();
        if (ended != null && attempt != null) {
            insistence.write(() -> store.attempts().end(attempt, ended));
            insistence.write(() -> decide(item, night, came.hopeless()));
            return;
        }
        if (attempt != null && came.stopped() == StopReason.AGENT_ENDED) {
            store.attempts().forget(attempt);
        } else if (attempt != null) {
            insistence.write(() -> store.attempts()
                    .end(attempt, OneRun.fault(Stage.RECORD, FailureCode.INTERRUPTED, "interrupted: " + why)));
        }
        if (came.stopped() == StopReason.CANCELLED || came.hopeless()) {
            FailureCode code = came.hopeless() ? FailureCode.NIGHT_CLOSED : FailureCode.CANCELLED;
            close(item, ItemOutcome.NOT_RUN, code, why);
        }
    }

    private void decide(ItemRow item, NightRow night, boolean hopeless) throws LabException {
        NightSettings settings = NightSettings.of(night);
        AttemptSummary tried = new AttemptSummary(store.attempts().at(item.item()));
        if (!tried.isPass()) {
            remedy(night, settings);
        }
        if (hopeless || tried.isOver(settings.retries())) {
            close(item, tried);
        }
    }

    private void close(ItemRow item, AttemptSummary tried) throws LabException {
        ItemOutcome word = tried.word();
        close(item, word == null ? ItemOutcome.INCONCLUSIVE : word, null, tried.reason());
    }

    private void remedy(NightRow night, NightSettings settings) throws LabException {
        try {
            quarantine.remedy(night, settings.quarantineAfter());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void close(ItemRow item, ItemOutcome word, @Nullable FailureCode code, String reason) throws LabException {
        store.nights().close(item, word, code, reason);
        shared.listener().ended(item, place, word, reason);
    }

    private void quarantined(ItemRow item, NightRow night, String why) throws LabException {
        say(BoardState.QUARANTINED, null, null, why);
        String reason = place.text() + " is in quarantine: " + why;
        shared.remark().accept(reason);
        store.nights().closeWaiting(night.night(), place.text(), FailureCode.QUARANTINED, reason);
        BoardSelector any = new BoardSelector.Any(place.target());
        boolean anywhere = item.place().equals(any.text());
        if (anywhere && store.offers().isAnotherFit(place)) {
            return;
        }
        if (anywhere) {
            store.nights()
                    .closeWaiting(
                            night.night(), any.text(), FailureCode.QUARANTINED, reason + "; no other board is one");
        }
        ItemOutcome word = ItemOutcome.of(store.attempts().at(item.item()));
        close(item, word == null ? ItemOutcome.NOT_RUN : word, word == null ? FailureCode.QUARANTINED : null, reason);
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
