package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.text.Figures;
import org.numakerbench.text.Shortened;

/**
 * Messages on topics of a user's own that no line of the device claims. MQTT does not tell who sends, and a device need not print all
 * that it does: remarks, and nobody's failure.
 */
public final class OwnUnclaimed {
    private static final int MOST_NOTES = 5;
    private static final int LONGEST = 200;

    private OwnUnclaimed() {}

    /** A note a topic; nothing of the example firmware's topics, of which {@link Unclaimed} makes findings, nor while the run goes on. */
    public static List<String> notes(RunView run) {
        FirmwareDescription firmware = run.context().firmware();
        if (firmware == null || !run.closed()) {
            return List.of();
        }
        Map<String, List<Message>> byTopic = new LinkedHashMap<>();
        for (String filter : firmware.filters()) {
            run.cloud()
                    .matching(filter)
                    .filter(it -> !byTopic.containsKey(it.topic()) && !isExamples(run, it.topic()))
                    .map(Message::topic)
                    .distinct()
                    .toList()
                    .forEach(it -> byTopic.put(it, unclaimed(run, it)));
        }
        byTopic.values().removeIf(List::isEmpty);
        List<String> notes = new ArrayList<>();
        byTopic.values().stream().limit(MOST_NOTES).forEach(it -> notes.add(words(it)));
        if (byTopic.size() > MOST_NOTES) {
            notes.add("on " + Figures.count(byTopic.size() - MOST_NOTES, "more topic")
                    + " of the firmware's description the witness received what no line of the device claims");
        }
        return notes;
    }

    private static String words(List<Message> on) {
        Message first = on.get(0);
        String more = on.size() == 1 ? "" : ", and " + (on.size() - 1) + " more there";
        return "no line of the device claims the message on " + first.topic() + " (entry " + first.seq() + "): "
                + Shortened.to(LONGEST, first.text()) + more;
    }

    private static boolean isExamples(RunView run, String topic) {
        return topic.equals(run.context().identity().userTopic())
                || List.of(ShadowOperation.values()).stream().anyMatch(it -> {
                    String shadow = run.topic(it);
                    return topic.equals(shadow) || topic.startsWith(shadow + "/");
                });
    }

    /** What was retained is no boot's, what an older boot may have sent not this one's; QoS 1 may deliver what is claimed again. */
    private static List<Message> unclaimed(RunView run, String topic) {
        Set<Object> claimed = new HashSet<>();
        List<Message> left = new ArrayList<>();
        Long own = run.cloud().sessionSeq();
        long from = own != null
                ? own
                : run.heard().stream().findFirst().map(PendingClaim::seq).orElse(0L);
        for (Message it : run.cloud().on(topic)) {
            boolean unused =
                    run.cloud().isUnused(Role.PUBLISH, it.seq()) && run.cloud().isUnused(Role.ARRIVAL, it.seq());
            if (!unused) {
                claimed.add(it.payload());
            } else if (!it.retained() && it.seq() >= from) {
                left.add(it);
            }
        }
        left.removeIf(it -> claimed.contains(it.payload()));
        return left;
    }
}
