package org.numakerbench.history;

import org.numakerbench.history.change.Change;
import org.numakerbench.text.Figures;

/** A finding as a sentence. Names of images and macros in it are as the manifests have them; escape them where they go. */
public final class FindingWords {
    private static final long RAREST = 1_000_000;

    private FindingWords() {}

    /** "peak heap +31,000 bytes (30,990 to 31,010) from nightly-42 on; before: nightly-41; TLS_CONTENT_BYTES: ..." */
    public static String of(HeapFinding finding) {
        Change change = finding.change();
        String unit = finding.metric().unit();
        String size = signed(unit, change.bytes())
                + (unit.isEmpty() ? "" : " " + unit)
                + " (" + plain(unit, change.lowBytes()) + " to " + plain(unit, change.highBytes()) + ")";
        String where = switch (change.kind()) {
            case STEP -> " from " + finding.firstBad().words() + " on";
            case SUSPECT -> ", perhaps, from " + finding.firstBad().words() + " on";
            case DRIFT ->
                " little by little from " + finding.firstBad().words() + " to "
                        + finding.last().words();
        };
        String leak = finding.isLeak() ? "leak: " : "";
        String why = finding.differences().isEmpty() ? "" : "; " + String.join("; ", finding.differences());
        return leak + finding.metric().words() + " " + size + where
                + (finding.isGrowth() ? "; last good " : "; before: ")
                + finding.lastGood().words() + why;
    }

    /** How often noise alone would look like a change: {@code at most 1 in 1,000}; never is not known of anything. */
    public static String chance(double falseAlarm) {
        long one = 1;
        while (one < RAREST && 1 / (one * 10.0) >= falseAlarm) {
            one *= 10;
        }
        return one == 1 ? "not rare" : "at most 1 in " + Figures.of(one);
    }

    private static String signed(String unit, double value) {
        return Figures.signed(whole(unit, value));
    }

    private static String plain(String unit, double value) {
        return Figures.of(whole(unit, value));
    }

    /** There is no part of a byte. */
    private static double whole(String unit, double value) {
        return unit.equals("bytes") ? Math.round(value) : value;
    }
}
