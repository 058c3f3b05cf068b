package org.numakerbench.selftest.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

class RecordingTest {
    private final Recording run = new Recording(entries(
            uart("old"),
            new Fact.ResetIssued("reset"),
            uart("abc"),
            new Fact.CaptureEnded("between"),
            uart("def"),
            uart("ghi")));

    @Test
    void the_wire_begins_at_the_reset() {
        assertThat(run.wire()).isEqualTo("abcdefghi");
    }

    @Test
    void a_replaced_byte_stays_in_its_entry() {
        assertThat(texts(run.withWire(4, 5, "E"))).containsExactly("old", "abc", "dEf", "ghi");
    }

    @Test
    void what_is_left_out_leaves_no_empty_entry() {
        assertThat(texts(run.withWire(2, 7, ""))).containsExactly("old", "ab", "hi");
        assertThat(run.withWire(2, 7, "")).hasSize(5);
    }

    @Test
    void text_of_the_same_length_keeps_the_entries_lengths() {
        assertThat(texts(run.withWire(1, 8, "BCDEFGH"))).containsExactly("old", "aBC", "DEF", "GHi");
    }

    @Test
    void the_last_entry_that_is_touched_takes_what_is_longer() {
        assertThat(texts(run.withWire(1, 4, "12345"))).containsExactly("old", "a12", "345ef", "ghi");
    }

    @Test
    void what_stays_is_cut_off_at_the_end() {
        assertThat(texts(run.withWire(5, 9, ""))).containsExactly("old", "abc", "de");
    }

    private static Fact uart(String text) {
        return new Fact.UartReceived(Bytes.latin1(text));
    }

    private static List<EvidenceEntry> entries(Fact... facts) {
        List<EvidenceEntry> entries = new ArrayList<>();
        for (Fact fact : facts) {
            entries.add(new EvidenceEntry(entries.size() + 1, Instant.EPOCH, entries.size(), fact));
        }
        return entries;
    }

    private static List<String> texts(List<EvidenceEntry> entries) {
        return entries.stream()
                .filter(it -> it.fact() instanceof Fact.UartReceived)
                .map(it -> ((Fact.UartReceived) it.fact()).bytes().latin1())
                .toList();
    }
}
