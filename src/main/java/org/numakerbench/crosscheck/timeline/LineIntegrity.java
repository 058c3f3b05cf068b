package org.numakerbench.crosscheck.timeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Fact;
import org.numakerbench.text.EditDistance;
import org.numakerbench.uart.Claim;

/**
 * Signs that the wire lost or changed bytes. A claim that differs a little from what the cloud saw is a lie on a clean
 * wire, and unknowable on a damaged one.
 */
public final class LineIntegrity {
    /** More is noise, of which no single line tells anything. */
    private static final int MOST = 1000;

    /** Mbed TLS prints them of every certificate (x509_crt_info). */
    private static final Set<String> CERTIFICATE_FIELDS =
            Set.of("version", "serial", "issuer", "subject", "issuedOn", "expiresOn", "signedUsing", "keyBits");

    private static final Pattern ESCAPED = Pattern.compile("\\\\x[0-9a-f]{2}|\\\\u[0-9a-f]{4}");

    private final List<Claim> damaged = new ArrayList<>();
    /** Until the run is over: what is missing shows only then. */
    private final List<Claim> suspects = new ArrayList<>();

    private long damagedLines;
    private final List<Long> gaps = new ArrayList<>();
    private final List<Gap> stalls = new ArrayList<>();
    /** Entries by which the port's driver had counted errors. */
    private final SortedMap<Long, Fact.LineErrors> counted = new TreeMap<>();

    /**
     * Where text may be lost.
     *
     * @param seq entry at which it was over
     * @param what had happened, for a person
     */
    public record Gap(long seq, String what) {
        /** What that does to a claim, for a person. */
        public String twoHalves() {
            return what + " in the midst of this test, until entry " + seq + ": its text may be of two halves";
        }
    }

    /** Reads one claim made after the boot banner. */
    void accept(Claim claim) {
        if (isDamage(claim)) {
            damagedLines++;
            if (damaged.size() < MOST) {
                damaged.add(claim);
            }
        } else if (isSuspect(claim) && suspects.size() < MOST) {
            suspects.add(claim);
        }
    }

    /** All is heard: of the suspects those are damaged that the others prove to be. */
    public void prove(Predicate<Claim> isProved) {
        List<Claim> proved = suspects.stream().filter(isProved).toList();
        suspects.clear();
        damagedLines += proved.size();
        damaged.addAll(proved);
        damaged.sort(Comparator.comparingLong(Claim::start));
    }

    /**
     * True for a line that nearly is a known one, and for what can be held against other text or the cloud: alone that proves
     * nothing, for firmware may print what it likes.
     */
    public static boolean isSuspect(Claim claim) {
        return switch (claim.kind()) {
            case UNRECOGNISED -> claim.string("resembles") != null;
            case HTTPS_REQUEST,
                    HTTPS_RESPONSE,
                    SERVER_CERTIFICATE,
                    CERTIFICATE_VERIFIED,
                    MESSAGE_ARRIVED,
                    MESSAGE_TO_PUBLISH -> true;
            default -> false;
        };
    }

    /**
     * True for a line that proves by itself that bytes were lost or changed: it carries bytes no firmware prints, contradicts the
     * progress text it overprints, is not as long as it says, or lacks a part that cannot be without the others.
     */
    public static boolean isDamage(Claim claim) {
        return switch (claim.kind()) {
            case UNRECOGNISED -> claim.string("progress") != null || hasForeignBytes(bytes(claim));
            case HTTPS_REQUEST, HTTPS_RESPONSE ->
                Boolean.FALSE.equals(claim.fields().get("complete"))
                        || claim.text().indexOf('\r') >= 0
                        || hasForeignBytes(claim.text());
            // What a device received it prints as it came.
            case MESSAGE_ARRIVED -> claim.string("payload") == null;
            case MESSAGE_TO_PUBLISH -> false;
            // Its text is escaped already.
            case SERVER_CERTIFICATE, CERTIFICATE_VERIFIED ->
                claim.fields().keySet().stream().anyMatch(CERTIFICATE_FIELDS::contains)
                                && !claim.fields().keySet().containsAll(CERTIFICATE_FIELDS)
                        || ESCAPED.matcher(claim.text()).find()
                        || hasForeignBytes(claim.text());
            default -> claim.string("progress") != null || hasForeignBytes(claim.text());
        };
    }

    /** As UTF-8; malformed sequences as U+FFFD. */
    private static String bytes(Claim claim) {
        String bytes = claim.string("bytes");
        return bytes == null
                ? claim.text()
                : new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The port was away until entry {@code seq}: what the device said meanwhile is lost. */
    void gap(long seq) {
        if (gaps.size() == MOST) {
            gaps.remove(MOST / 2);
        }
        gaps.add(seq);
    }

    /** The host was stalled until entry {@code seq}, for longer than buffers bridge: what the device said meanwhile may be lost. */
    void stall(long seq, Fact.HostLag lag) {
        stalls.add(new Gap(seq, HostLags.stalled(lag)));
    }

    /** The port's driver counted errors, by entry {@code seq}. */
    void count(long seq, Fact.LineErrors errors) {
        if (errors.changedBytes() && counted.size() < MOST) {
            counted.put(seq, errors);
        }
    }

    /** What the port's driver counted, in words to a person; null when it counted nothing, or does not count. */
    public @Nullable String counted() {
        if (counted.isEmpty()) {
            return null;
        }
        Fact.LineErrors all =
                counted.values().stream().reduce(Fact.LineErrors::plus).orElseThrow();
        String words = Stream.of(
                        counted(all.framing(), "framing error"),
                        counted(all.parity(), "parity error"),
                        counted(all.overruns(), "overrun"))
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(", "));
        return "the port counted " + words + " (first by entry " + counted.firstKey()
                + "): bytes were changed or lost on the wire";
    }

    /** True when the port's driver counted errors behind this entry: which bytes they changed it does not say. */
    public boolean countedSince(long seq) {
        return !counted.tailMap(seq).isEmpty();
    }

    private static String counted(long number, String what) {
        return number == 0 ? "" : number + " " + what + (number == 1 ? "" : "s");
    }

    /** Entries at which a stall was over in which text may be lost. */
    public List<Long> stalls() {
        return stalls.stream().map(Gap::seq).toList();
    }

    /** The last entry at which a port that had gone away was back; null when it never went. */
    public @Nullable Long lastGap() {
        return gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
    }

    /** True when no text can have been lost. */
    public boolean isWhole() {
        return gaps.isEmpty() && stalls.isEmpty();
    }

    /** The last loss of text behind entry {@code since}, up to {@code until}; null without. */
    public @Nullable Gap gapBetween(long since, long until) {
        return Stream.concat(stalls.stream(), gaps.stream().map(LineIntegrity::away))
                .filter(gap -> gap.seq() > since && gap.seq() <= until)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private static Gap away(long seq) {
        return new Gap(seq, "the port was away");
    }

    /** Forgets what an older run's remains looked like: what stands before this claim. */
    void clearBefore(Claim banner, long seq) {
        damagedLines -=
                damaged.stream().filter(it -> it.start() < banner.start()).count();
        damaged.removeIf(it -> it.start() < banner.start());
        suspects.removeIf(it -> it.start() < banner.start());
        counted.headMap(seq).clear();
        gaps.removeIf(it -> it < seq);
        stalls.removeIf(it -> it.seq() < seq);
    }

    /** Forgets all. */
    void clear() {
        damaged.clear();
        suspects.clear();
        damagedLines = 0;
        counted.clear();
        gaps.clear();
        stalls.clear();
    }

    /** True when bytes were changed or lost, or may be lost. */
    public boolean isDamaged() {
        return isGarbled() || !stalls.isEmpty();
    }

    /** True when bytes were changed or lost for sure: what a stall of the host may have lost shows, or nothing was. */
    public boolean isGarbled() {
        return !damaged.isEmpty() || !gaps.isEmpty() || !counted.isEmpty();
    }

    /** How many lines are damaged. */
    public long damagedLines() {
        return damagedLines;
    }

    /** The damaged lines, in wire order; the first thousand, where there are more. */
    public List<Claim> damaged() {
        return List.copyOf(damaged);
    }

    /** The damaged bytes, named for a person. */
    public String describe() {
        if (gaps.isEmpty() && damaged.isEmpty() && !counted.isEmpty()) {
            return "entry " + counted.firstKey() + ", by which the port had counted errors";
        }
        if (!gaps.isEmpty() || damaged.isEmpty()) {
            Gap first = gaps.isEmpty() ? stalls.get(0) : away(gaps.get(0));
            return "entry " + first.seq() + ", until which " + first.what();
        }
        Claim first = damaged.get(0);
        String more = damagedLines > 1 ? " and " + (damagedLines - 1) + " more" : "";
        return "line " + first.line() + " (bytes " + first.start() + " to " + first.end() + ")" + more;
    }

    /**
     * True when {@code said} may be {@code seen} after a few bytes were lost or changed: some, but not many, edits apart.
     */
    public static boolean nearlyEqual(String said, String seen) {
        int allowed = Math.max(3, seen.length() / 20);
        return !said.equals(seen) && EditDistance.of(said, seen, allowed) <= allowed;
    }

    /** Control characters and bytes that are not UTF-8 text. */
    public static boolean hasForeignBytes(String text) {
        return text.chars()
                .anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' || c >= 0x7f && c < 0xa0 || c == 0xfffd);
    }
}
