package org.numakerbench.report.heap;

import java.util.List;
import org.numakerbench.history.HeapTrend;

public final class HeapTrendPage {
    public static String write(List<HeapTrend> t) {
        return "";
    }
}
