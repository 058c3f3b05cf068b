package org.numakerbench.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.run.RunRecord;

/**
 * What debug output shows and reports must not: passwords of Wi-Fi networks, private keys, and what the profile adds. Each
 * character becomes an asterisk, so that lengths and places stay. The evidence log and {@code uart.raw} keep the bytes as
 * they came; only their owner may read them.
 */
final class Redaction {
    private static final List<Pattern> ALWAYS = List.of(
            // ESP8266 AT commands: the password is the second text.
            Pattern.compile("(?<=CW[JS]AP[A-Z_]{0,8}=\"[^\"\\r\\n]{0,64}\",)[^\\r\\n]+"),
            // PEM, whole or cut off; some firmware prints it as a C literal, with \n for line ends.
            Pattern.compile("(?<=-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----).*?(?=-----END|\\z)", Pattern.DOTALL));

    private final List<Pattern> patterns;

    Redaction(List<String> more) {
        patterns = Stream.concat(ALWAYS.stream(), more.stream().map(Pattern::compile))
                .toList();
    }

    /** The same run as reports may show it. */
    static RunRecord of(RunRecord record) {
        List<String> more = record.context().secrets();
        Redaction redaction = new Redaction(more == null ? List.of() : more);
        return new RunRecord(
                record.context(),
                redaction.judgement(record.judgement()),
                record.claims(),
                redaction.entries(record.entries()),
                record.started(),
                record.ended());
    }

    Judgement judgement(Judgement it) {
        return new Judgement(
                it.findings().stream().map(this::finding).toList(),
                it.open().stream()
                        .map(open -> new Judgement.OpenClaim(open.step(), text(open.claim()), open.line()))
                        .toList(),
                it.outcome(),
                it.stage(),
                it.owner(),
                text(it.reason()),
                it.heap(),
                it.timings(),
                it.notes().stream().map(this::text).toList());
    }

    private Finding finding(Finding it) {
        String claim = it.claim();
        return new Finding(
                it.step(),
                claim == null ? null : text(claim),
                it.verdict(),
                text(it.reason()),
                it.evidence(),
                it.line());
    }

    /** The text with secrets hidden; the same object when there are none. */
    String text(String text) {
        char @Nullable [] hidden = null;
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                hidden = hidden == null ? text.toCharArray() : hidden;
                for (int at = matcher.start(); at < matcher.end(); at++) {
                    if (hidden[at] != '\r' && hidden[at] != '\n') {
                        hidden[at] = '*';
                    }
                }
            }
        }
        return hidden == null ? text : new String(hidden);
    }

    /** A secret may come in several pieces: the UART is looked at as a whole, and cut where it was. */
    private List<EvidenceEntry> entries(List<EvidenceEntry> entries) {
        StringBuilder all = new StringBuilder();
        for (EvidenceEntry entry : entries) {
            if (entry.fact() instanceof Fact.UartReceived it) {
                all.append(it.bytes().latin1());
            }
        }
        String shown = text(all.toString());
        List<EvidenceEntry> result = new ArrayList<>(entries.size());
        int at = 0;
        for (EvidenceEntry entry : entries) {
            Fact fact = entry.fact();
            if (fact instanceof Fact.UartReceived it) {
                int end = at + it.bytes().length();
                fact = new Fact.UartReceived(Bytes.of(shown.substring(at, end).getBytes(StandardCharsets.ISO_8859_1)));
                at = end;
            } else if (fact instanceof Fact.ToolRan it) {
                fact = new Fact.ToolRan(
                        it.stage(),
                        it.driver(),
                        it.commandLine().stream().map(this::text).toList(),
                        it.exitCode(),
                        it.timedOut(),
                        Bytes.utf8(text(it.output().utf8())),
                        it.durationMs());
            }
            result.add(new EvidenceEntry(entry.seq(), entry.at(), entry.monoNanos(), fact));
        }
        return result;
    }
}
