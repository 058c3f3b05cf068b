package org.numakerbench.uart;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.uart.grammar.Grammar;

/**
 * The device's words, byte by byte: takes what the wire carries, in chunks of any size, and gives each claim as soon as
 * it is complete. The result does not depend on the chunks. It takes any bytes, throws on none and drops none: each is in
 * the range of one claim, or is a line end. Memory is bounded: one line of at most 4 KiB and one open block.
 *
 * <p>One parser reads one capture; it is not safe for use by several threads at once.
 */
public final class UartParser {
    private final ClaimReader reader;
    private final RawLines lines;
    private final LineSplitter splitter;

    /** For the example firmware. */
    public UartParser() {
        this(Grammar.FIRMWARE, null);
    }

    /** For the firmware of this run: its topics tell the steps. */
    public UartParser(RunContext run) {
        this(Grammar.of(run.firmware()), run);
    }

    /** For a user's own firmware, wherever it ran; null: for the example firmware. */
    public UartParser(@Nullable FirmwareDescription firmware) {
        this(Grammar.of(firmware), null);
    }

    UartParser(Grammar grammar, @Nullable RunContext run) {
        reader = new ClaimReader(grammar, run);
        lines = new RawLines(reader::line);
        splitter = new LineSplitter(lines);
    }

    /** The claims that these bytes complete, in wire order. */
    public List<Claim> accept(Bytes chunk) {
        byte[] bytes = chunk.toByteArray();
        return accept(bytes, 0, bytes.length);
    }

    /** The claims that {@code bytes[offset, offset + length)} complete, in wire order; the array is not kept. */
    public List<Claim> accept(byte[] bytes, int offset, int length) {
        splitter.accept(bytes, offset, length);
        return reader.take();
    }

    /**
     * The claims that the end of the capture leaves: operations without result ({@link ClaimKind#UNFINISHED}), open
     * blocks as far as they came, a last line without line end. A second call gives nothing more.
     */
    public List<Claim> end() {
        lines.end();
        reader.end();
        return reader.take();
    }

    /** All claims of a whole capture. */
    public static List<Claim> parse(byte[] capture) {
        return parse(capture, null);
    }

    /** All claims of a whole capture of a user's own firmware; null: of the example firmware. */
    public static List<Claim> parse(byte[] capture, @Nullable FirmwareDescription firmware) {
        UartParser parser = new UartParser(firmware);
        List<Claim> claims = new java.util.ArrayList<>(parser.accept(capture, 0, capture.length));
        claims.addAll(parser.end());
        return List.copyOf(claims);
    }
}
