package org.numakerbench.lab.agent;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLostException;
import org.numakerbench.history.RunHistory;
import org.numakerbench.lab.store.Attempts;
import org.numakerbench.model.Failure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunPlan;
import org.numakerbench.run.RunResult;
import org.numakerbench.secret.CleanRecords;
import org.numakerbench.secret.SecretText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run for a lab, recorded as {@code bench run} does, and what it came to. */
final class OneRun {
    private static final Logger LOG = LoggerFactory.getLogger(OneRun.class);

    private final RunPlan plan;
    private final SecretText secrets;
    private final RunHistory history;
    private final AgentListener listener;
    private final InterruptedRunRecovery cutOff;
    private final Consumer<String> named;

    /** @param named told what the run directory is called, before anything happens to the board */
    OneRun(
            RunPlan plan,
            RunHistory history,
            AgentListener listener,
            InterruptedRunRecovery cutOff,
            Consumer<String> named) {
        this.plan = plan;
        this.secrets = SecretText.of(plan.profile().secrets());
        this.history = history;
        this.listener = listener;
        this.cutOff = cutOff;
        this.named = named;
    }

    /** @return how it ended; empty when it was interrupted */
    Optional<Attempts.Ended> execute() {
        return attempt().map(new CleanRecords(secrets)::clean);
    }

    private Optional<Attempts.Ended> attempt() {
        try {
            RunResult result = new BenchRun(plan, new Following(), cutOff.reporter()).execute();
            history.add(result.record());
            listener.complete(result.record().context().run(), result.directory());
            return Optional.of(ended(result));
        } catch (InterruptedException | ClosedByInterruptException stopped) {
            cutOff.complete();
            return Optional.empty();
        } catch (EvidenceLostException lost) {
            cutOff.complete();
            return Optional.of(fault(Stage.RECORD, FailureCode.RECORD_FAILED, lost.getMessage() + "; free some space"));
        } catch (IOException failure) {
            cutOff.complete();
            return Optional.of(fault(
                    Stage.RECORD, FailureCode.RECORD_FAILED, "the run could not be written: " + failure.getMessage()));
        } catch (RuntimeException | Error defect) {
            // As an attempt like any other: taken for an interrupted one it would be repeated again and again.
            LOG.error("{}: a defect of the bench ended the run", plan.board().name(), defect);
            return Optional.of(fault(
                    Stage.RECORD,
                    FailureCode.RECORD_FAILED,
                    "a defect of the bench ended the run; what it is stands in the agent's own log"));
        }
    }

    /** A fault of the bench without a log. */
    static Attempts.Ended fault(@Nullable Stage stage, FailureCode code, String reason) {
        return new Attempts.Ended(
                Outcome.BENCH_FAULT, null, new Failure(Owner.BENCH, stage, code, reason), null, reason, null);
    }

    private Attempts.Ended ended(RunResult result) {
        Judgement judgement = Redaction.judgement(result.record(), secrets);
        return new Attempts.Ended(
                judgement.outcome(),
                result.record().context().run(),
                judgement.failure(),
                WrongStep.of(judgement),
                judgement.reason(),
                judgement.heap().maxBytes());
    }

    private final class Following implements RunListener {
        private String run = "";

        @Override
        public void began(String name, Path directory) {
            run = name;
            named.accept(name);
            listener.began(plan.profile().bench(), name, directory);
        }

        @Override
        public void logged(EvidenceEntry entry) {
            listener.logged(run, entry);
        }

        @Override
        public void stage(String words) {}

        @Override
        public void judged(Judgement judgement) {
            // The board prints now, and the host has time.
            history.prepare();
        }
    }
}
