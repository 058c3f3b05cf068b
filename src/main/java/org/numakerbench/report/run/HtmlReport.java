package org.numakerbench.report.run;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import org.numakerbench.report.HtmlText;
import org.numakerbench.run.RunRecord;

/** {@code report.html}: one self-contained file, from the template {@code src/main/jte/report/report.jte}. */
public final class HtmlReport {
    private HtmlReport() {}

    /** The page as text. Escaping is the template engine's, by context. */
    public static String write(RunRecord record) {
        return HtmlText.of(page -> Pages.ENGINE.render("report.jte", ReportPage.of(record), page));
    }

    /** Loaded with the first page. */
    private static final class Pages {
        private static final TemplateEngine ENGINE =
                TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.numakerbench.report.page");
    }
}
