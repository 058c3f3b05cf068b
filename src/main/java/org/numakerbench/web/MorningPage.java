package org.numakerbench.web;

import java.util.function.Function;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.web.page.Layout;
import org.numakerbench.web.page.NightTable;
import org.numakerbench.web.page.Pages;

/** How a night is shown. */
interface MorningPage {
    /** @param layout around pages of the dashboard, by their title */
    Answer of(NightReport report, Function<String, Layout> layout);

    /** Cell by cell, without a word on the night before. */
    MorningPage TABLE = (report, layout) -> {
        NightTable table = NightTable.of(report);
        return Answer.page(200, Pages.page("night-table", layout.apply(table.plan()), table));
    };
}
