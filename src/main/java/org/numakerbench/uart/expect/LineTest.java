package org.numakerbench.uart.expect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.grammar.TextPattern;

/** Whether a claim is the line that a description names or gives a pattern of. Not for several threads at once. */
public final class LineTest {
    /** Of whose text all but the first line is somebody else's word, or data. */
    private static final Set<ClaimKind> QUOTES = EnumSet.of(
            ClaimKind.MESSAGE_TO_PUBLISH,
            ClaimKind.MESSAGE_ARRIVED,
            ClaimKind.HTTPS_REQUEST,
            ClaimKind.HTTPS_RESPONSE,
            ClaimKind.SERVER_CERTIFICATE,
            ClaimKind.CERTIFICATE_VERIFIED);

    private final @Nullable String row;
    private final TextPattern pattern;
    private final @Nullable TextPattern piece;

    private LineTest(@Nullable String row, TextPattern pattern, @Nullable TextPattern piece) {
        this.row = row;
        this.pattern = pattern;
        this.piece = piece;
    }

    private static LineTest of(@Nullable String row, String pattern, String table) {
        return new LineTest(row, TextPattern.ofLine(pattern, table), TextPattern.ofPiece(pattern, table));
    }

    /**
     * Of a name or a pattern.
     *
     * @throws org.numakerbench.uart.grammar.GrammarException when it is no name, and no pattern that is right
     */
    public static LineTest of(String nameOrPattern, FirmwareDescription firmware) {
        String table = Objects.requireNonNullElse(firmware.name(), "description");
        Line line = firmware.line(nameOrPattern);
        if (line != null) {
            return line.pattern() == null
                    ? new LineTest(line.row(), TextPattern.ofRegex(line.text(), table), null)
                    : of(line.row(), line.text(), table);
        }
        String own = FirmwareDescription.BANNER.equals(nameOrPattern)
                ? firmware.banner()
                : FirmwareDescription.END.equals(nameOrPattern) ? firmware.end() : null;
        return own == null ? of(null, nameOrPattern, table) : of(nameOrPattern, own, table);
    }

    /** True when the claim is that line. */
    public boolean takes(Claim claim) {
        return row == null || claim.kind() == ClaimKind.UNRECOGNISED
                ? own(claim).stream().anyMatch(this::takes)
                : row.equals(claim.string(FirmwareDescription.ROW));
    }

    /** True when this text, without a line end, is that line; spaces at its end, as a prompt has them, are none of a pattern's. */
    boolean takes(byte[] text) {
        int end = text.length;
        while (end > 0 && text[end - 1] == ' ') {
            end--;
        }
        return pattern.takes(text) || end < text.length && pattern.takes(Arrays.copyOf(text, end));
    }

    /** True for a line that nobody knows, and that is this one but for a few bytes, or for what stands around it. */
    public boolean mayBe(Claim claim) {
        TextPattern within = piece;
        return claim.kind() == ClaimKind.UNRECOGNISED
                && own(claim).stream().anyMatch(it -> pattern.isNearly(it) || within != null && within.isIn(it));
    }

    /** What may stand in such a line. */
    List<byte[]> samples() {
        return pattern.samples();
    }

    /** The lines of a claim that are the device's own words. */
    static List<byte[]> own(Claim claim) {
        String bytes = claim.string("bytes");
        if (claim.kind() == ClaimKind.UNRECOGNISED && bytes != null) {
            return List.of(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }
        Stream<String> lines = claim.text().lines();
        return (QUOTES.contains(claim.kind()) ? lines.limit(1) : lines)
                .map(it -> it.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
