package org.numakerbench.history;

import org.numakerbench.history.change.Change;
import org.numakerbench.text.Figures;

/** A finding as a sentence. Names of images and macros in it are as the manifests have them; escape them where they go. */
public final class FindingWords {
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
        return leak + finding.metric().words() + " " + size + where + "; last good "
                + finding.lastGood().words() + why;
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
