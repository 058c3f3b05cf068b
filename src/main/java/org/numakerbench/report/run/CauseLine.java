package org.numakerbench.report.run;

import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** Who has to act, and where it went wrong: {@code Cause: device, at mqtt.user.publish}. */
public final class CauseLine {
    private CauseLine() {}

    /** By the stage; empty for a pass. */
    public static String of(Judgement judgement) {
        return of(judgement, null);
    }

    /** @param step where it is known more exactly than by the stage */
    public static String of(Judgement judgement, @Nullable String step) {
        Owner owner = judgement.owner();
        Stage stage = judgement.stage();
        if (owner == null) {
            return "";
        }
        String where = step != null ? step : stage == null ? null : stage.word();
        return "Cause: " + owner.word() + (where == null ? "" : ", at " + where);
    }
}
