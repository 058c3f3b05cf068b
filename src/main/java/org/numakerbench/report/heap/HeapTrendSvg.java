package org.numakerbench.report.heap;

import org.numakerbench.history.HeapTrend;

public final class HeapTrendSvg {
    public static String write(HeapTrend t) {
        return "";
    }
}
