package org.numakerbench.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;

/**
 * A log as others may see it while it grows: without secrets, wherever they stand. A secret may come in several pieces, so
 * entries are held back from the first one that belongs to an unfinished line of the UART. Lengths and places stay.
 */
public final class GrowingRedaction {
    /** No secret begins so far before the line that it ends in; a private key does, and is looked for by its name. */
    private static final int WINDOW = 16 * 1024;
    /** More without a line end is no text, and no secret. */
    private static final int LONGEST_LINE = 4 * 1024;

    private static final String KEY = "PRIVATE KEY-----";

    private final Deque<EvidenceEntry> held = new ArrayDeque<>();
    /** UART text from somewhere before what is held to the newest byte, as it came. */
    private final StringBuilder text = new StringBuilder();

    private @Nullable SecretText secrets;
    /** Where in {@link #text} the first held byte stands. */
    private int heldFrom;

    /** Beside what is always hidden, hides what the log's own first entry names. */
    public GrowingRedaction() {}

    GrowingRedaction(SecretText secrets) {
        this.secrets = secrets;
    }

    /**
     * @param more entries as they were logged
     * @param last whether nothing will follow
     * @return what may be shown now, in order
     */
    public List<EvidenceEntry> accept(List<EvidenceEntry> more, boolean last) {
        for (EvidenceEntry entry : more) {
            if (entry.fact() instanceof Fact.UartReceived it) {
                text.append(it.bytes().latin1());
            }
            held.add(entry);
        }
        int whole = last ? text.length() : wholeLines();
        SecretText hiding = secrets();
        String shown = hiding.hide(text.toString());
        List<EvidenceEntry> released = new ArrayList<>();
        while (!held.isEmpty()) {
            EvidenceEntry entry = held.getFirst();
            Fact fact = entry.fact();
            if (fact instanceof Fact.UartReceived it) {
                int end = heldFrom + it.bytes().length();
                if (end > whole) {
                    break;
                }
                fact = new Fact.UartReceived(
                        Bytes.of(shown.substring(heldFrom, end).getBytes(StandardCharsets.ISO_8859_1)));
                heldFrom = end;
            } else {
                fact = tool(fact, hiding);
            }
            held.removeFirst();
            released.add(new EvidenceEntry(entry.seq(), entry.at(), entry.monoNanos(), fact));
        }
        forget();
        return released;
    }

    private SecretText secrets() {
        SecretText known = secrets;
        if (known == null) {
            List<String> more = held.isEmpty() || !(held.getFirst().fact() instanceof Fact.RunStarted it)
                    ? null
                    : secrets(it.context());
            known = new SecretText(more == null ? List.of() : more);
            if (!held.isEmpty()) {
                secrets = known;
            }
        }
        return known;
    }

    private static @Nullable List<String> secrets(RunContext context) {
        return context.secrets();
    }

    private static Fact tool(Fact fact, SecretText hiding) {
        return fact instanceof Fact.ToolRan it
                ? new Fact.ToolRan(
                        it.stage(),
                        it.driver(),
                        it.commandLine().stream().map(hiding::hide).toList(),
                        it.exitCode(),
                        it.timedOut(),
                        Bytes.utf8(hiding.hide(it.output().utf8())),
                        it.durationMs())
                : fact;
    }

    /** Up to the last line end; all, when a line is too long to be one. */
    private int wholeLines() {
        int end = text.lastIndexOf("\n") + 1;
        return text.length() - Math.max(end, heldFrom) > LONGEST_LINE ? text.length() : end;
    }

    /** Keeps what a secret that is not over yet may have begun with. */
    private void forget() {
        int from = heldFrom - WINDOW;
        if (from <= 0) {
            return;
        }
        int key = text.lastIndexOf(KEY, heldFrom);
        boolean open = key >= 0 && text.indexOf("-----END", key) < 0;
        int begin = open ? text.lastIndexOf("-----BEGIN", key) : -1;
        from = begin >= 0 ? Math.min(from, begin) : from;
        from = text.lastIndexOf("\n", from) + 1;
        text.delete(0, from);
        heldFrom -= from;
    }
}
