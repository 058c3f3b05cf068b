package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** What the device did in the cloud's eyes and never said: messages on the topics that are its own. */
public final class Unclaimed {
    private Unclaimed() {}

    /** @param unsaid steps with a result that was lost or never printed; they explain a message without a claim */
    public static List<Finding> findings(Judging judging, Set<String> unsaid) {
        List<Finding> findings = new ArrayList<>();
        long sessionSeq = sessionSeq(judging);
        boolean mqtt = judging.context().phases().contains("mqtt");
        for (String phase : Steps.MQTT_PHASES) {
            String operation = Steps.shadowOperation(phase);
            String topic = operation == null
                    ? judging.context().identity().userTopic()
                    : Steps.shadowTopic(judging.context().identity(), operation);
            String https = operation == null ? "https.user-publish" : "https.shadow-" + operation + "-topic";
            boolean explained = Stream.of(phase + ".publish", https)
                    .anyMatch(step -> unsaid.contains(step) || unfinished(judging, step) || damaged(judging, step));
            Set<Message> claimed = new HashSet<>();
            for (Message message : judging.cloud().on(topic)) {
                if (!judging.cloud().unused(Role.PUBLISH, message.seq())) {
                    claimed.add(message);
                }
            }
            for (Message message : judging.cloud().on(topic)) {
                if (message.seq() < sessionSeq) {
                    continue;
                }
                // QoS 1 may deliver the same bytes again; that is no second publish, unless it got an answer of its
                // own.
                boolean repeated = claimed.contains(message)
                        || (operation == null || !ShadowAnswers.isAnswered(judging, operation, message))
                                && claimed.stream().anyMatch(it -> it.payload().equals(message.payload()));
                if (!repeated && !explained) {
                    findings.add(new Finding(
                            mqtt ? phase + ".publish" : https,
                            null,
                            Verdict.UNCLAIMED,
                            "the witness received a message on " + topic + " that the device never claimed: "
                                    + message.text(),
                            List.of(message.seq()),
                            null));
                }
            }
        }
        for (String operation : List.of("update", "delete")) {
            findings.addAll(restful(judging, operation, unsaid, sessionSeq));
        }
        return findings;
    }

    /** Changes of the shadow that no request on its topics explains, and no RESTful claim names. */
    private static List<Finding> restful(Judging judging, String operation, Set<String> unsaid, long sessionSeq) {
        String https = "https.shadow-" + operation + "-rest";
        boolean explained = unsaid.contains(https)
                || unfinished(judging, https)
                || damaged(judging, https)
                || judging.witness().lostSeq() != null;
        if (explained) {
            return List.of();
        }
        boolean tested = judging.context().phases().contains("https");
        return ShadowAnswers.unclaimed(judging, operation).stream()
                .filter(answer -> answer.seq() >= sessionSeq)
                .map(answer -> new Finding(
                        tested ? https : "mqtt.shadow-" + operation + ".publish",
                        null,
                        Verdict.UNCLAIMED,
                        "the shadow service answered on " + answer.topic()
                                + " what nobody asked on its topic and the device never claimed: " + answer.text(),
                        List.of(answer.seq()),
                        null))
                .toList();
    }

    /**
     * Where the device's own session is first seen. Flashing may boot the board before the bench resets it, and what that
     * boot published can still arrive after the reset.
     */
    private static long sessionSeq(Judging judging) {
        return judging.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.MQTT_CONNECT && it.ruling() != null)
                .flatMap(it -> it.ruling().evidence().stream())
                .min(Long::compare)
                .orElse(0L);
    }

    /** A publish claim that the wire damaged explains a message that no claim names. */
    private static boolean damaged(Judging judging, String step) {
        return judging.heard().stream()
                .filter(it -> it.step().equals(step))
                .anyMatch(Judging.settledAs(Verdict.UNSEEN));
    }

    private static boolean unfinished(Judging judging, String step) {
        String phase = Steps.phase(step);
        return judging.heard().stream()
                .anyMatch(it -> it.claim().kind() == ClaimKind.UNFINISHED
                        && Steps.phase(it.step()).equals(phase));
    }
}
