package org.numakerbench.crosscheck.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/** What the bench asked for the sake of a user's own lines, and what came back. */
public final class OwnAnswers {
    /** More than a bench asks in one run. */
    private static final int MOST = 1000;

    /**
     * What came back.
     *
     * @param askedSeq entry of the question: the answer shows what was so at some moment between the two
     * @param status HTTP status; null when there was no answer
     * @param text body of the answer, or why there was none
     */
    public record Answer(
            long askedSeq, long seq, String url, @Nullable Integer status, String text) {
        /** True when the server gave what it was asked for. */
        public boolean isGiven() {
            return status != null && status / 100 == 2;
        }
    }

    private final Map<Long, Answer> asked = new HashMap<>();
    private final List<Answer> answers = new ArrayList<>();

    void accept(EvidenceEntry entry) {
        Fact fact = entry.fact();
        if (fact instanceof Fact.ResetIssued) {
            asked.clear();
            answers.clear();
        } else if (fact instanceof Fact.HttpAsked it && asked.size() < MOST) {
            asked.put(it.number(), new Answer(entry.seq(), entry.seq(), it.url(), null, ""));
        } else if (fact instanceof Fact.HttpAnswered it) {
            came(entry, it.number(), it.status(), it.body().utf8());
        } else if (fact instanceof Fact.HttpFailed it) {
            came(entry, it.number(), null, it.reason());
        }
    }

    private void came(EvidenceEntry entry, long number, @Nullable Integer status, String text) {
        Answer question = asked.remove(number);
        if (question != null && answers.size() < MOST) {
            answers.add(new Answer(question.askedSeq(), entry.seq(), question.url(), status, text));
        }
    }

    /** Those that were asked for behind this entry, oldest first. */
    public List<Answer> of(String url, long behindSeq) {
        return answers.stream()
                .filter(it -> it.askedSeq() > behindSeq && it.url().equals(url))
                .toList();
    }
}
