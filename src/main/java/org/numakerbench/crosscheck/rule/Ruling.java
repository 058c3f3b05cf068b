package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.model.Verdict;

/** What a rule says of a claim at some moment. Settled is final: later entries never change it. */
public sealed interface Ruling {
    /** @param evidence {@code seq} of the log entries it rests on */
    record Settled(Verdict verdict, String reason, List<Long> evidence) implements Ruling {
        public Settled {
            evidence = evidence.stream().distinct().sorted().toList();
        }
    }

    /** @param need what may still settle it */
    record Awaiting(Need need) implements Ruling {}

    /** What an open claim waits for; the bench waits no longer than this asks. */
    enum Need {
        /** A message over MQTT or the witness's own REST read. */
        MESSAGE,
        /** A presence or subscription event, which AWS delivers late. */
        LIFECYCLE,
        /** Nothing that time brings: the end of the run settles it. */
        END
    }

    static Settled settled(Verdict verdict, String reason, Long... evidence) {
        return new Settled(verdict, reason, List.of(evidence));
    }

    static Ruling awaiting(Need need) {
        return new Awaiting(need);
    }
}
