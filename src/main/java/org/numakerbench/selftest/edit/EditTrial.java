package org.numakerbench.selftest.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.model.Outcome;
import org.numakerbench.uart.Places;

/** Judges every edit of a passed run. */
public final class EditTrial {
    private EditTrial() {}

    /**
     * What came of one edit.
     *
     * @param effect what is said of it
     */
    record Result(EditKind kind, String field, boolean neutral, String detail, Outcome outcome, Effect effect) {
        /** No verdict, no note and not the outcome changed, though the field carries a claim. */
        boolean silent() {
            return effect == Effect.SILENT && !neutral;
        }
    }

    /**
     * Edits and judges the run again and again, on all cores.
     *
     * @param kinds those to try
     * @throws NotPassedException when it is no run that passed: what is wrong already hides what an edit makes wrong
     */
    public static EditTable of(List<EvidenceEntry> entries, Set<EditKind> kinds) throws NotPassedException {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        Judgement whole = judge.judgement();
        if (judge.context() == null || whole.outcome() != Outcome.PASS) {
            throw new NotPassedException(
                    "the run is " + whole.outcome() + ", " + whole.reason() + "; give one that passed");
        }
        Recording run = new Recording(entries);
        Places places = new Places(run.wire(), judge.claims());
        List<Edit> edits = new ArrayList<>(WireEdits.of(run.wire(), places));
        edits.addAll(EvidenceEdits.of(entries));
        List<Result> results = edits.parallelStream()
                .filter(edit -> kinds.contains(edit.kind()))
                .map(edit -> result(run, edit, whole))
                .toList();
        return EditTable.of(run.wire().length() - places.begin(), places.neutralBytes(), results);
    }

    static Places places(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return new Places(new Recording(entries).wire(), judge.claims());
    }

    private static Result result(Recording run, Edit edit, Judgement before) {
        Judge judge = new Judge();
        edit.of(run).forEach(judge::accept);
        Judgement judgement = judge.judgement();
        Effect effect = Effect.of(
                judgement,
                findings(judgement).equals(findings(before)),
                judgement.notes().equals(before.notes()));
        return new Result(edit.kind(), edit.field(), edit.neutral(), edit.detail(), judgement.outcome(), effect);
    }

    private static List<String> findings(Judgement judgement) {
        return judgement.findings().stream()
                .map(it -> it.step() + " " + it.verdict())
                .toList();
    }
}
