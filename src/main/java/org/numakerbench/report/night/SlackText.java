package org.numakerbench.report.night;

import java.util.ArrayList;
import java.util.List;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightReport.News;
import org.numakerbench.text.SafeText;

/** A night in a few lines of a chat: what is new, by cause. */
final class SlackText {
    private static final int CAUSES = 10;
    private static final int LINE = 300;

    private SlackText() {}

    /** At most 15 lines. */
    static String of(NightReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("*" + safe(report.night().plan() + ": " + Verdict.of(report)) + "*");
        lines.add(safe(report.headline()));
        List<CauseWords> fresh = report.causes().stream()
                .map(it -> new CauseWords(report, it))
                .filter(CauseWords::isNew)
                .toList();
        for (CauseWords words : fresh.subList(0, Math.min(CAUSES, fresh.size()))) {
            String since = words.since().isEmpty() ? "" : "; " + words.since().get(0);
            lines.add("• " + safe(words.cause().owner().word() + ": " + words.title() + ": " + words.extent() + since));
        }
        if (fresh.size() > CAUSES) {
            lines.add("… and " + (fresh.size() - CAUSES) + " more causes");
        }
        if (!report.heapRegressions().isEmpty()) {
            lines.add("Worse: " + safe(report.heapRegressions().get(0)));
        }
        int still = report.with(News.STILL_FAILING).size();
        if (still > 0) {
            lines.add(Verdict.known(still));
        }
        return String.join("\n", lines);
    }

    /** As Slack wants it: these three, and nothing else; no mention and no link can be made of foreign text. */
    private static String safe(String text) {
        String line = SafeText.line(text);
        String some = line.length() <= LINE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LINE - 1))) + "…";
        return some.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
