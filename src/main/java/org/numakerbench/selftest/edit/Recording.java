package org.numakerbench.selftest.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/** A run's entries, and the text of its UART since the last reset as one. */
final class Recording {
    private final List<EvidenceEntry> entries;
    private final String wire;
    /** Places in {@link #entries} of those that hold the text, and the offset in the text that each begins at. */
    private final List<Integer> at = new ArrayList<>();

    private final List<Integer> offsets = new ArrayList<>();

    Recording(List<EvidenceEntry> entries) {
        this.entries = List.copyOf(entries);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < this.entries.size(); i++) {
            Fact fact = this.entries.get(i).fact();
            if (fact instanceof Fact.ResetIssued) {
                text.setLength(0);
                at.clear();
                offsets.clear();
            } else if (fact instanceof Fact.UartReceived it) {
                at.add(i);
                offsets.add(text.length());
                text.append(it.bytes().latin1());
            }
        }
        wire = text.toString();
    }

    List<EvidenceEntry> entries() {
        return entries;
    }

    /** One character a byte. */
    String wire() {
        return wire;
    }

    /**
     * The entries with {@code text} in place of the wire's bytes {@code from} to {@code to}. Entries keep their length as far
     * as the text reaches; the last that is touched takes what is longer.
     */
    List<EvidenceEntry> withWire(int from, int to, String text) {
        List<EvidenceEntry> edited = new ArrayList<>(entries);
        int first = entryOf(from);
        int last = Math.max(first, entryOf(Math.max(from, to - 1)));
        int used = 0;
        for (int i = first; i <= last; i++) {
            int begin = offsets.get(i);
            int end = i + 1 < offsets.size() ? offsets.get(i + 1) : wire.length();
            String before = wire.substring(begin, Math.min(Math.max(begin, from), end));
            String after = wire.substring(Math.max(Math.min(end, to), begin), end);
            int room = end - begin - before.length() - after.length();
            int upTo = i == last ? text.length() : Math.min(text.length(), used + room);
            replace(edited, at.get(i), before + text.substring(used, upTo) + after);
            used = upTo;
        }
        edited.removeIf(it ->
                it.fact() instanceof Fact.UartReceived uart && uart.bytes().length() == 0);
        return edited;
    }

    /** The entries with {@code fact} at {@code place}. */
    List<EvidenceEntry> with(int place, Fact fact) {
        List<EvidenceEntry> edited = new ArrayList<>(entries);
        EvidenceEntry old = edited.get(place);
        edited.set(place, new EvidenceEntry(old.seq(), old.at(), old.monoNanos(), fact));
        return edited;
    }

    /** The entries but for the one at {@code place}. */
    List<EvidenceEntry> without(int place) {
        List<EvidenceEntry> edited = new ArrayList<>(entries);
        edited.remove(place);
        return edited;
    }

    private int entryOf(int offset) {
        int found = Collections.binarySearch(offsets, offset);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    private static void replace(List<EvidenceEntry> entries, int place, String text) {
        EvidenceEntry old = entries.get(place);
        entries.set(
                place,
                new EvidenceEntry(old.seq(), old.at(), old.monoNanos(), new Fact.UartReceived(Bytes.latin1(text))));
    }
}
