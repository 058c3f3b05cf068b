package org.numakerbench.lab.night;

import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Owner;

/**
 * What a cell was in an earlier night.
 *
 * @param owner who had to act then
 * @param where stage or step at which it went wrong; empty when it passed
 * @param heapBytes median peak heap; null without
 */
public record Earlier(
        String night,
        ItemOutcome word,
        Owner owner,
        String where,
        String sha256,
        @Nullable Long heapBytes) {
    public static Earlier of(NightRow night, NightCell cell) {
        NightCell.Result worst = cell.worst();
        return new Earlier(night.night(), worst.word(), worst.owner(), worst.where(), cell.sha256(), cell.heapBytes());
    }
}
