package org.numakerbench.lab.agent;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.Verdict;

/** The first step at which device and cloud do not agree. */
final class WrongStep {
    private static final Set<Verdict> WRONG = EnumSet.of(Verdict.REFUTED, Verdict.UNCLAIMED);

    private WrongStep() {}

    /** Null when there is none. */
    static @Nullable String of(Judgement judgement) {
        return judgement.findings().stream()
                .filter(it -> WRONG.contains(it.verdict()))
                .map(Finding::step)
                .findFirst()
                .orElse(null);
    }
}
