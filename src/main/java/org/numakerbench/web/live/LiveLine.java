package org.numakerbench.web.live;

import org.numakerbench.text.SafeText;
import org.numakerbench.web.page.WireRow;

/** A line of UART text as it grows and is judged. */
final class LiveLine {
    /** What nobody reads at a glance. */
    private static final int LONGEST = 2000;

    final int number;
    private final StringBuilder text = new StringBuilder();
    private long cut;
    private String verdict = "";
    private boolean damaged;
    private long version;

    LiveLine(int number) {
        this.number = number;
    }

    /** @return by how many characters it has grown, of those that are shown */
    int add(char c, long version) {
        this.version = version;
        if (text.length() < LONGEST) {
            text.append(c);
            return 1;
        }
        cut++;
        return 0;
    }

    int length() {
        return text.length();
    }

    /** It is new. */
    void touch(long version) {
        this.version = version;
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
        String line = text.toString();
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        String more = cut == 0 ? "" : " … " + cut + " more characters";
        return new WireRow(number, SafeText.line(line.substring(0, end)) + more, verdict, damaged);
    }
}
