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

    /** "4 new failures, all in the device (2 causes)", "5 new failures: 3 in the device, 1 in the cloud, 1 in the bench". */
    static String of(NightReport report) {
        List<NightCell> fresh = new ArrayList<>(report.newFailures());
        fresh.addAll(report.with(News.FAILS_OTHERWISE));
        int still = report.with(News.STILL_FAILING).size();
        if (!fresh.isEmpty()) {
            return Figures.count(fresh.size(), "new failure") + whose(report, fresh);
        }
        if (still > 0) {
            return "Nothing new; " + known(still);
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

    /** "2 known failures continue". */
    static String known(int failures) {
        return Figures.count(failures, "known failure") + (failures == 1 ? " continues" : " continue");
    }

    private static String whose(NightReport report, List<NightCell> cells) {
        List<String> parts = new ArrayList<>();
        for (Owner owner : Owner.values()) {
            long its = cells.stream().filter(it -> it.worst().owner() == owner).count();
            if (its == cells.size()) {
                long causes = report.causes().stream()
                        .filter(it -> new CauseWords(report, it).isNew())
                        .count();
                return its == 1
                        ? ", in the " + owner.word()
                        : ", all in the " + owner.word() + " (" + Figures.count(causes, "cause") + ")";
            }
            if (its > 0) {
                parts.add(its + " in the " + owner.word());
            }
        }
        return ": " + String.join(", ", parts);
    }
}
