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
import org.numakerbench.evidence.NoEntryException;

/** Entries as the lab's database keeps them: the lines of {@code evidence.jsonl}, compressed by gzip. */
public final class PackedLog {
    /** A few bytes may claim to be any number of them. */
    private static final int MOST_BYTES = 1 << 28;

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

    /** Its entries, in order. */
    public static List<EvidenceEntry> unpack(byte[] gzip) throws IOException {
        byte[] lines;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            lines = in.readNBytes(MOST_BYTES);
            if (in.read() >= 0) {
                throw new IOException("more than " + MOST_BYTES + " bytes when unpacked");
            }
        }
        List<EvidenceEntry> entries = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                entries.add(entry(lines, from, at - from, entries.size() + 1));
                from = at + 1;
            }
        }
        return entries;
    }

    private static EvidenceEntry entry(byte[] lines, int from, int length, int line) throws IOException {
        try {
            return EvidenceJson.entry(lines, from, length);
        } catch (NoEntryException wrong) {
            throw new IOException("line " + line + ": " + wrong.getMessage(), wrong);
        }
    }
}
