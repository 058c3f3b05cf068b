package org.numakerbench.crosscheck.claim;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.model.Verdict;

/** What a rule says of a claim at some moment. Settled is final: later entries never change it. */
public sealed interface Ruling {
    /**
     * @param evidence {@code seq} of the log entries it rests on
     * @param uses observations that from now on are evidence for no other claim of their role
     * @param notes what is odd and changes no verdict
     * @param quiet no finding is made of it: the line claims nothing by itself, and what it says fits
     */
    record Settled(
            Verdict verdict, String reason, List<Long> evidence, List<Use> uses, List<String> notes, boolean quiet)
            implements Ruling {
        public Settled {
            evidence = evidence.stream().distinct().sorted().toList();
            uses = List.copyOf(uses);
            notes = List.copyOf(notes);
        }

        public Settled(Verdict verdict, String reason, List<Long> evidence) {
            this(verdict, reason, evidence, List.of(), List.of(), false);
        }

        /** The same, having used this observation. */
        public Settled using(Use use) {
            return new Settled(verdict, reason, evidence, List.of(use), notes, quiet);
        }

        /** The same, as far as one can tell where the claim's own text is not whole. */
        public Settled unread(String why) {
            return new Settled(
                    Verdict.UNSEEN, reason + ", but its text is not whole: " + why, evidence, uses, notes, quiet);
        }

        /** The same, with more that a person should know. */
        public Settled noting(List<String> more) {
            return new Settled(
                    verdict,
                    reason,
                    evidence,
                    uses,
                    Stream.concat(notes.stream(), more.stream()).toList(),
                    quiet);
        }
    }

    /**
     * @param need what may still settle it
     * @param ask what the bench has to ask for that; null: nothing
     */
    record Awaiting(Need need, @Nullable Ask ask) implements Ruling {}

    /** What an open claim waits for; the bench waits no longer than this asks. */
    enum Need {
        /** A message over MQTT or the witness's own REST read. */
        MESSAGE,
        /** A presence or subscription event, which AWS delivers late. */
        LIFECYCLE,
        /** An answer to a request that the firmware's description names. */
        ANSWER,
        /** Nothing that time brings: the end of the run settles it. */
        END
    }

    static Settled settled(Verdict verdict, String reason, Long... evidence) {
        return new Settled(verdict, reason, List.of(evidence));
    }

    /** What the line says fits with the rest; it makes no finding. */
    static Settled consistent(Long... evidence) {
        return new Settled(Verdict.CONFIRMED, "consistent", List.of(evidence), List.of(), List.of(), true);
    }

    static Ruling awaiting(Need need) {
        return new Awaiting(need, null);
    }

    static Ruling asking(Ask ask) {
        return new Awaiting(Need.ANSWER, ask);
    }
}
