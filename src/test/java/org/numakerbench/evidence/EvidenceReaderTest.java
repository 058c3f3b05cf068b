package org.numakerbench.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceReaderTest {
    @TempDir
    Path directory;

    @Property(tries = 100)
    void any_facts_come_back_as_they_were(@ForAll long seed) throws IOException {
        Path file = Files.createTempFile("evidence", ".jsonl");
        try {
            List<EvidenceEntry> entries = some(new Random(seed), 20);
            Files.write(file, lines(entries));
            assertThat(EvidenceReader.readAll(file)).isEqualTo(entries);
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 3)
    void a_log_cut_at_any_byte_reads_as_its_whole_lines(@ForAll long seed) throws IOException {
        Path file = Files.createTempFile("evidence", ".jsonl");
        try {
            List<EvidenceEntry> entries = some(new Random(seed), 4);
            byte[] all = lines(entries);
            for (int length = 0; length <= all.length; length++) {
                byte[] cut = Arrays.copyOf(all, length);
                Files.write(file, cut);
                int whole = (int)
                        Bytes.of(cut).latin1().chars().filter(it -> it == '\n').count();
                assertThat(EvidenceReader.readAll(file)).isEqualTo(entries.subList(0, whole));
            }
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 400)
    void a_damaged_log_is_an_error_with_file_and_line_and_nothing_worse(@ForAll long seed) throws IOException {
        Path file = Files.createTempFile("evidence", ".jsonl");
        try {
            Random random = new Random(seed);
            byte[] all = lines(some(random, 3));
            for (int i = 0; i <= random.nextInt(4); i++) {
                all[random.nextInt(all.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, all);
            try {
                EvidenceReader.readAll(file);
            } catch (IOException named) {
                assertThat(named).hasMessageMatching("(?s).*" + file.getFileName() + ":[1-9]\\d*: .+");
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void an_unknown_kind_of_fact_names_its_line() throws IOException {
        Path file = directory.resolve("evidence.jsonl");
        Files.writeString(file, """
                {"seq":1,"at":"2026-01-31T23:00:00.123456Z","mono":1,"type":"uart","bytes":"a"}
                {"seq":2,"at":"2026-01-31T23:00:00.123457Z","mono":2,"type":"thermometer","celsius":21}
                """);
        assertThatThrownBy(() -> EvidenceReader.readAll(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ":2:")
                .hasMessageContaining("newer bench");
    }

    @Test
    void a_missing_line_is_noticed() throws IOException {
        Path file = directory.resolve("evidence.jsonl");
        List<EvidenceEntry> entries = some(new Random(1), 3);
        Files.write(file, lines(List.of(entries.get(0), entries.get(2))));
        assertThatThrownBy(() -> EvidenceReader.readAll(file)).hasMessageContaining(":2: ");
    }

    private static List<EvidenceEntry> some(Random random, int count) {
        List<EvidenceEntry> entries = new ArrayList<>();
        long nanos = 0;
        while (entries.size() < count) {
            Fact fact = AnyFact.of(random);
            if (fact instanceof Fact.RunStarted && !entries.isEmpty()) {
                continue;
            }
            Instant at = Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000) * 1000L);
            nanos += random.nextLong() >>> 10;
            entries.add(new EvidenceEntry(entries.size() + 1, at, nanos, fact));
        }
        return entries;
    }

    private static byte[] lines(List<EvidenceEntry> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entries.forEach(it -> out.writeBytes(EvidenceJson.line(it)));
        return out.toByteArray();
    }
}
