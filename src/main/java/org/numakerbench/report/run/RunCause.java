package org.numakerbench.report.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Failure;
import org.numakerbench.model.Verdict;
import org.numakerbench.report.run.ReportPage.LogLine;
import org.numakerbench.run.RunRecord;
import org.numakerbench.text.SafeText;
import org.numakerbench.text.Shortened;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * Why a run did not pass: what the device says beside what the bench saw, and what led there.
 *
 * @param finding the one that decided; null where none did, as when the endpoint was not there
 * @param said lines of the device, the one that decided last
 * @param claimed what the device says it sent or got; empty where the finding is not about a text
 * @param seen what the bench saw for itself
 * @param before what came before, oldest first
 */
public record RunCause(
        @Nullable Finding finding, List<Said> said, Difference claimed, List<Seen> seen, List<LogLine> before) {
    private static final int LINES = 5;
    private static final int MOST_SEEN = 3;
    private static final int BEFORE = 10;
    private static final int LONGEST = 600;
    private static final Pattern RETURNS = Pattern.compile("\\r*\\n\\r*|\\r+");

    /** A line of the device; {@code decides} is the one that the finding is about. */
    public record Said(int line, String text, boolean decides) {}

    /** An entry of the evidence log, its text against what the device claims. */
    public record Seen(LogLine entry, Difference text) {}

    /** A text in three pieces, of which the middle one is what differs from another. */
    public record Difference(String before, String differs, String after) {
        private static final Difference NONE = new Difference("", "", "");

        static Difference none(String text) {
            return new Difference(text, "", "");
        }

        /** @return {@code text} against {@code other} */
        static Difference of(String text, String other) {
            int shorter = Math.min(text.length(), other.length());
            int begin = 0;
            while (begin < shorter && text.charAt(begin) == other.charAt(begin)) {
                begin++;
            }
            int end = 0;
            while (end < shorter - begin
                    && text.charAt(text.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
                end++;
            }
            return new Difference(
                    text.substring(0, begin),
                    text.substring(begin, text.length() - end),
                    text.substring(text.length() - end));
        }

        public boolean isNothing() {
            return before.isEmpty() && differs.isEmpty() && after.isEmpty();
        }
    }

    /** @param judgement the record's, its texts shortened */
    static Optional<RunCause> of(RunRecord record, Judgement judgement) {
        Failure failure = judgement.failure();
        if (failure == null) {
            return Optional.empty();
        }
        Finding finding = deciding(record.claims(), judgement.findings(), failure);
        List<EvidenceEntry> entries = record.entries();
        int at = finding == null ? lastTrouble(entries) : last(entries, finding);
        String claimed = finding == null ? null : payload(record.claims(), finding);
        List<EvidenceEntry> rests = finding == null
                ? at < 0 ? List.of() : List.of(entries.get(at))
                : entries.stream()
                        .filter(it -> !(it.fact() instanceof Fact.UartReceived))
                        .filter(it -> finding.evidence().contains(it.seq()))
                        .limit(MOST_SEEN)
                        .toList();
        String other = rests.stream()
                .map(RunCause::message)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return Optional.of(new RunCause(
                finding,
                said(record, finding),
                claimed == null
                        ? Difference.NONE
                        : other == null ? Difference.none(claimed) : Difference.of(claimed, other),
                rests.stream().map(it -> seen(it, claimed)).toList(),
                before(entries, at)));
    }

    private static @Nullable Finding deciding(List<Claim> claims, List<Finding> findings, Failure failure) {
        return switch (failure.code()) {
            case CLAIM_REFUTED, RESTART, WRONG_IMAGE, NOT_AS_EXPECTED -> with(findings, Verdict.REFUTED);
            case UNCLAIMED -> with(findings, Verdict.UNCLAIMED);
            case UNSEEN, HANG, RUN_LIMIT -> lastWith(findings, Verdict.UNSEEN);
            case CRASH -> about(findings, claims.stream().filter(it -> it.kind() == ClaimKind.CRASH));
            case STEP_FAILED, NO_NETWORK, UNSUBACK_PATCH, NETWORK_LOST, POLICY_REFUSES, ENDPOINT_LOST, LINK_DISTURBED ->
                about(findings, claims.stream().filter(Claim::claimsFailure));
            default -> null;
        };
    }

    private static @Nullable Finding with(List<Finding> findings, Verdict verdict) {
        return findings.stream()
                .filter(it -> it.verdict() == verdict)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Finding lastWith(List<Finding> findings, Verdict verdict) {
        return findings.stream()
                .filter(it -> it.verdict() == verdict)
                .reduce((one, other) -> other)
                .orElse(null);
    }

    private static @Nullable Finding about(List<Finding> findings, Stream<Claim> wanted) {
        List<Integer> lines = wanted.map(Claim::line).toList();
        return findings.stream()
                .filter(it -> it.line() != null && lines.contains(it.line()))
                .findFirst()
                .orElse(null);
    }

    /** The text that the claim is about: its own, or that of the line which announced it. */
    private static @Nullable String payload(List<Claim> claims, Finding finding) {
        if (finding.line() == null || finding.verdict() != Verdict.REFUTED) {
            return null;
        }
        String payload = null;
        for (Claim claim : claims) {
            if (claim.line() > finding.line()) {
                break;
            }
            if (finding.step().equals(claim.stepName()) && claim.string("payload") != null) {
                payload = claim.string("payload");
            }
        }
        return payload == null ? null : words(payload);
    }

    private static Seen seen(EvidenceEntry entry, @Nullable String claimed) {
        LogLine line = EvidenceWords.line(entry);
        String message = message(entry);
        return new Seen(
                line,
                claimed == null || message == null
                        ? Difference.none(words(line.detail()))
                        : Difference.of(message, claimed));
    }

    private static @Nullable String message(EvidenceEntry entry) {
        return entry.fact() instanceof Fact.MqttReceived it
                ? words(it.payload().utf8())
                : entry.fact() instanceof Fact.ShadowRead read
                        ? words(read.body().utf8())
                        : null;
    }

    /** Line ends as such, whoever wrote them: a return without a line feed, with which firmware overprints, is one, too. */
    static String lineEnds(String text) {
        return SafeText.block(RETURNS.matcher(text).replaceAll("\n").strip());
    }

    private static String words(String text) {
        return lineEnds(Shortened.to(LONGEST, text.strip()));
    }

    private static List<Said> said(RunRecord record, @Nullable Finding finding) {
        TextLines lines = new TextLines(record.captureSinceReset());
        Integer line = finding == null ? null : finding.line();
        int end = line == null ? lines.size() : Math.min(line, lines.size());
        // A crash is a dump of many lines, and what tells is below its first.
        int until = line == null || finding.claim() == null
                ? end
                : Math.min(
                        lines.size(),
                        end
                                - 1
                                + Math.min(
                                        LINES, finding.claim().lines().toList().size()));
        List<Said> said = new ArrayList<>();
        for (int i = until - 1; i >= 0 && said.size() < LINES; i--) {
            TextLines.Line it = lines.get(i);
            if (!it.text().isBlank()) {
                said.add(
                        0,
                        new Said(
                                it.number(),
                                lineEnds(Shortened.to(LONGEST, it.text())),
                                line != null && it.number() >= line));
            }
        }
        return List.copyOf(said);
    }

    private static int last(List<EvidenceEntry> entries, Finding finding) {
        long seq = finding.evidence().stream().mapToLong(it -> it).max().orElse(Long.MAX_VALUE);
        int at = entries.size() - 1;
        while (at >= 0 && entries.get(at).seq() > seq) {
            at--;
        }
        return at;
    }

    /** The last entry that tells of a failure, or else of something that went away; the last of all where none does. */
    private static int lastTrouble(List<EvidenceEntry> entries) {
        int gone = -1;
        for (int i = entries.size() - 1; i >= 0; i--) {
            Fact fact = entries.get(i).fact();
            if (fact instanceof Fact.BenchFailed
                    || fact instanceof Fact.WitnessFailed
                    || fact instanceof Fact.TlsProbeFailed
                    || fact instanceof Fact.ResetRefused
                    || fact instanceof Fact.Interrupted) {
                return i;
            } else if (gone < 0 && (fact instanceof Fact.WitnessDisconnected || fact instanceof Fact.PortGone)) {
                gone = i;
            }
        }
        return gone < 0 ? entries.size() - 1 : gone;
    }

    private static List<LogLine> before(List<EvidenceEntry> entries, int at) {
        return entries.subList(Math.max(0, at + 1 - BEFORE), Math.max(0, at + 1)).stream()
                .map(EvidenceWords::line)
                .map(it -> new LogLine(it.seq(), it.time(), it.what(), words(it.detail())))
                .toList();
    }
}
