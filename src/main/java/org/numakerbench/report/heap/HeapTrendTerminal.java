package org.numakerbench.report.heap;

import org.numakerbench.history.HeapTrend;

public final class HeapTrendTerminal {
    public static String write(HeapTrend t, int c, boolean k) {
        return t.toString();
    }
}
