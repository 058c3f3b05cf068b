package org.numakerbench.web.live;

import java.nio.charset.StandardCharsets;
import org.numakerbench.text.SafeText;
import org.numakerbench.uart.LineSplitter;
import org.numakerbench.web.page.WireRow;

/** A line of UART text as it grows and is judged. */
final class LiveLine {
    /** What nobody reads at a glance. */
    private static final int LONGEST = 2000;

    private final int number;
    private final StringBuilder text = new StringBuilder();
    private long cut;
    private String verdict = "";
    private boolean damaged;
    private long version;

    LiveLine(int number, long version) {
        this.number = number;
        this.version = version;
    }

    /** @return by how many characters it has grown, of those that are shown */
    int add(byte[] bytes, int from, int to, long version) {
        this.version = version;
        int grown = Math.min(to - from, LONGEST - text.length());
        text.append(new String(bytes, from, grown, StandardCharsets.ISO_8859_1));
        cut += to - from - grown;
        return grown;
    }

    int length() {
        return text.length();
    }

    void verdict(String word, long version) {
        if (!verdict.equals(word)) {
            verdict = word;
            this.version = version;
        }
    }

    void damaged(long version) {
        if (!damaged) {
            damaged = true;
            this.version = version;
        }
    }

    long version() {
        return version;
    }

    WireRow row() {
        String more = cut == 0 ? "" : " … " + cut + " more characters";
        return new WireRow(
                number, SafeText.line(LineSplitter.withoutReturns(text.toString())) + more, verdict, damaged);
    }
}
