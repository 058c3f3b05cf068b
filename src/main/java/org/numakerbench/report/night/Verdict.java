package org.numakerbench.report.night;

import java.util.ArrayList;
import java.util.List;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightReport.News;
import org.numakerbench.model.Owner;
import org.numakerbench.text.Figures;

/** The one thing to know of a night. */
final class Verdict {
    private Verdict() {}

    /** "5 new failures: 3 of the device, 1 of the cloud, 1 of the bench". */
    static String of(NightReport report) {
        List<NightCell> fresh = new ArrayList<>(report.newFailures());
        fresh.addAll(report.with(News.FAILS_OTHERWISE));
        int still = report.with(News.STILL_FAILING).size();
        if (!fresh.isEmpty()) {
            return Figures.count(fresh.size(), "new failure") + ": " + byOwner(fresh);
        }
        if (still > 0) {
            return "Nothing new; " + Figures.count(still, "failure") + " as before";
        }
        if (report.open() > 0) {
            return "No failure so far";
        }
        boolean all = report.counts().keySet().stream().allMatch(ItemOutcome::isPass);
        if (!all) {
            return "No failure, but not everything ran";
        }
        String passed = report.flaky().isEmpty() ? "Everything passed" : "Everything passed, some on retry";
        int worse = report.heapRegressions().size();
        return worse == 0
                ? passed
                : Figures.count(worse, "measurement") + " got worse; every run passed"
                        + (report.flaky().isEmpty() ? "" : ", some on retry");
    }

    private static String byOwner(List<NightCell> cells) {
        List<String> parts = new ArrayList<>();
        for (Owner owner : Owner.values()) {
            long its = cells.stream().filter(it -> it.worst().owner() == owner).count();
            if (its > 0) {
                parts.add(its + " of the " + owner.word());
            }
        }
        return String.join(", ", parts);
    }
}
