package org.numakerbench.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.numakerbench.secret.SecretLines;
import org.numakerbench.secret.SecretText;
import org.numakerbench.text.SafeText;

/**
 * From UART bytes to lines that a terminal may show: each with the time its first byte came, control characters visible,
 * secrets hidden. A carriage return ends a line like a line feed: the firmware overwrites its progress texts with it.
 */
final class ConsoleText {
    /** Longer than any line of the firmware; what goes on without an end is cut. */
    private static final int LONGEST_LINE = 4096;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final SecretText secrets;
    private final StringBuilder line = new StringBuilder();
    private Instant began = Instant.EPOCH;
    private final SecretLines lines = new SecretLines();

    /** @param more regular expressions of secrets, beside passwords and keys */
    ConsoleText(List<String> more) {
        this.secrets = SecretText.of(more);
    }

    /** Complete lines of what has come so far, ready to print, each with its line end. */
    synchronized String accept(String latin1, Instant at) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < latin1.length(); i++) {
            char c = latin1.charAt(i);
            if (c == '\n' || c == '\r') {
                out.append(take());
            } else {
                if (line.isEmpty()) {
                    began = at;
                }
                line.append(c);
                if (line.length() == LONGEST_LINE) {
                    out.append(take());
                }
            }
        }
        return out.toString();
    }

    /** What came since the last line end, as a line of its own; empty when nothing did. */
    synchronized String take() {
        if (line.isEmpty()) {
            return "";
        }
        String words = line.toString();
        line.setLength(0);
        return TIME.format(began) + " " + SafeText.line(lines.hide(secrets, words)) + "\n";
    }
}
