package org.numakerbench.lab.logs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceJson;

/** Entries as the lab's database keeps them: the lines of {@code evidence.jsonl}, compressed by gzip. */
public final class PackedLog {
    private PackedLog() {}

    /** Any number of entries. */
    public static byte[] pack(List<EvidenceEntry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (EvidenceEntry entry : entries) {
                out.write(EvidenceJson.line(entry));
            }
        }
        return bytes.toByteArray();
    }

    static List<EvidenceEntry> unpack(byte[] gzip) throws IOException {
        byte[] lines;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            lines = in.readAllBytes();
        }
        List<EvidenceEntry> entries = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                entries.add(EvidenceJson.entry(lines, from, at - from));
                from = at + 1;
            }
        }
        return entries;
    }
}
