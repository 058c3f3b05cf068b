package org.numakerbench.selftest.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.model.Outcome;

/** Judges every edit of a passed run. */
public final class EditTrial {
    private EditTrial() {}

    /**
     * What came of one edit.
     *
     * @param silent no verdict, no note and not the outcome changed
     */
    record Result(EditKind kind, String field, String detail, Outcome outcome, boolean silent) {}

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
        List<String> before = said(whole);
        Places places = new Places(run.wire(), judge.claims());
        List<Edit> edits = new ArrayList<>(WireEdits.of(run.wire(), places));
        edits.addAll(EvidenceEdits.of(entries));
        List<Result> results = edits.parallelStream()
                .filter(edit -> kinds.contains(edit.kind()))
                .map(edit -> result(run, edit, before))
                .toList();
        return EditTable.of(run.wire().length() - places.begin(), results);
    }

    static Places places(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return new Places(new Recording(entries).wire(), judge.claims());
    }

    private static Result result(Recording run, Edit edit, List<String> before) {
        Judge judge = new Judge();
        edit.of(run).forEach(judge::accept);
        Judgement judgement = judge.judgement();
        boolean silent = said(judgement).equals(before);
        return new Result(edit.kind(), edit.field(), edit.detail(), judgement.outcome(), silent);
    }

    /** All a person would be told. */
    private static List<String> said(Judgement judgement) {
        return Stream.concat(
                        Stream.of(judgement.outcome().name()),
                        Stream.concat(judgement.findings().stream().map(EditTrial::said), judgement.notes().stream()))
                .toList();
    }

    private static String said(Finding finding) {
        return finding.step() + " " + finding.verdict();
    }
}
