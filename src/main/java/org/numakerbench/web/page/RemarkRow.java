package org.numakerbench.web.page;

import org.numakerbench.lab.LabView.Remark;
import org.numakerbench.text.SafeText;

/** What happened to the lab itself. */
public record RemarkRow(Moment at, String host, String words) {
    public static RemarkRow of(Remark it) {
        return new RemarkRow(Moment.of(it.at()), SafeText.line(it.host()), SafeText.line(it.words()));
    }
}
