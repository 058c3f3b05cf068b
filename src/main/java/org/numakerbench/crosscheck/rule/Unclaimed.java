package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** What the device did in the cloud's eyes and never said: messages on the topics that are its own. */
public final class Unclaimed {
    private static final StepTable TABLE = StepTable.FIRMWARE;
    private static final List<Step> PHASES = TABLE.all(Action.PHASE);

    private Unclaimed() {}

    /** @param unsaid steps with a result that was lost or never printed; they explain a message without a claim */
    public static List<Finding> findings(RunView run, Set<String> unsaid) {
        List<Finding> findings = new ArrayList<>();
        long sessionSeq = sessionSeq(run);
        boolean mqtt = run.context().phases().contains(Step.MQTT);
        for (Step phase : PHASES) {
            ShadowOperation operation = phase.operation();
            String topic = run.topic(phase);
            Step publish = TABLE.inPhaseOf(phase, Action.PUBLISH);
            Step https = with(Action.POST, operation);
            boolean explained = Stream.of(publish, https)
                    .anyMatch(step -> unsaid.contains(step.name()) || unfinished(run, step) || damaged(run, step));
            Set<Message> claimed = new HashSet<>();
            for (Message message : run.cloud().on(topic)) {
                if (!run.cloud().isUnused(Role.PUBLISH, message.seq())) {
                    claimed.add(message);
                }
            }
            for (Message message : run.cloud().on(topic)) {
                if (message.seq() < sessionSeq) {
                    continue;
                }
                // QoS 1 may deliver the same bytes again; that is no second publish, unless it got an answer of its
                // own.
                boolean repeated = claimed.contains(message)
                        || (operation == null || !ShadowAnswers.isAnswered(run, operation, message))
                                && claimed.stream().anyMatch(it -> it.payload().equals(message.payload()));
                if (!repeated && !explained) {
                    findings.add(new Finding(
                            (mqtt ? publish : https).name(),
                            null,
                            Verdict.UNCLAIMED,
                            "the witness received a message on " + topic + " that the device never claimed: "
                                    + message.text(),
                            List.of(message.seq()),
                            null));
                }
            }
        }
        for (ShadowOperation operation : List.of(ShadowOperation.UPDATE, ShadowOperation.DELETE)) {
            findings.addAll(restful(run, operation, unsaid, sessionSeq));
        }
        return findings;
    }

    private static Step with(Action action, @Nullable ShadowOperation operation) {
        return TABLE.all(action).stream()
                .filter(it -> it.operation() == operation)
                .findFirst()
                .orElseThrow();
    }

    /** Changes of the shadow that no request on its topics explains, and no RESTful claim names. */
    private static List<Finding> restful(RunView run, ShadowOperation operation, Set<String> unsaid, long sessionSeq) {
        Step https = with(Action.REST, operation);
        boolean explained = unsaid.contains(https.name())
                || unfinished(run, https)
                || damaged(run, https)
                || run.witness().lostSeq() != null;
        if (explained) {
            return List.of();
        }
        boolean tested = run.context().phases().contains(Step.HTTPS);
        return ShadowAnswers.unclaimed(run, operation).stream()
                .filter(answer -> answer.seq() >= sessionSeq)
                .map(answer -> new Finding(
                        (tested ? https : with(Action.PUBLISH, operation)).name(),
                        null,
                        Verdict.UNCLAIMED,
                        "the shadow service answered on " + answer.topic()
                                + " what nobody asked on its topic and the device never claimed: " + answer.text(),
                        List.of(answer.seq()),
                        null))
                .toList();
    }

    /**
     * Where the device's own session is first seen, or its boot. Flashing may boot the board before the bench resets it, and what that
     * boot published can still arrive after the reset.
     */
    private static long sessionSeq(RunView run) {
        Long session = run.cloud().sessionSeq();
        return session != null
                ? session
                : run.heard().stream().findFirst().map(PendingClaim::seq).orElse(0L);
    }

    /** A publish claim that the wire damaged explains a message that no claim names. */
    private static boolean damaged(RunView run, Step step) {
        return run.heard().stream()
                .filter(it -> it.step().equals(step))
                .anyMatch(PendingClaim.settledAs(Verdict.UNSEEN));
    }

    private static boolean unfinished(RunView run, Step step) {
        return run.heard().stream()
                .anyMatch(it ->
                        it.claim().kind() == ClaimKind.UNFINISHED && it.phase().equals(step.phase()));
    }
}
