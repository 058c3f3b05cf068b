package org.numakerbench.uart.block;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Draft;
import org.numakerbench.uart.RawLine;
import org.numakerbench.uart.grammar.LineMatcher;

/** A claim of several lines, being read. It takes lines until it knows its end. */
public sealed interface Block permits CertificateBlock, CrashBlock, HttpBlock, PayloadBlock {
    /** Takes a line; null while the block goes on. */
    @Nullable
    Closing offer(RawLine line);

    /** The capture ended. */
    Closing end();

    /**
     * A finished block.
     *
     * @param claim what it says
     * @param again lines that turned out not to belong to it
     */
    record Closing(Draft claim, List<RawLine> again) {}

    /**
     * The payload of a message that arrived.
     *
     * @param operation the one in which it arrived, or null
     * @param filters what is subscribed; nothing known when empty
     */
    static Block arrived(Draft header, @Nullable ClaimKind operation, Set<String> filters, LineMatcher matcher) {
        return new PayloadBlock(header, new AfterPayload.Arrived(matcher, operation, filters), matcher);
    }

    /** The text of a message to publish; {@code overprints}: this capture shows progress texts, as a wire does. */
    static Block toPublish(Draft header, boolean overprints, LineMatcher matcher) {
        return new PayloadBlock(header, new AfterPayload.ToPublish(matcher, overprints), matcher);
    }

    /** The server's certificate. */
    static Block certificate(Draft header, LineMatcher matcher) {
        return new CertificateBlock(header, false, matcher);
    }

    /** One certificate of the chain, and whether it passes. */
    static Block chain(Draft header, LineMatcher matcher) {
        return new CertificateBlock(header, true, matcher);
    }

    /** An HTTP request. */
    static Block request(Draft header, LineMatcher matcher) {
        return new HttpBlock(header, true, null, matcher);
    }

    /** An HTTP response; {@code chars}: the length announced, null when not known. */
    static Block response(Draft header, @Nullable Long chars, LineMatcher matcher) {
        return new HttpBlock(header, false, chars, matcher);
    }

    /** The operating system's last words. */
    static Block crash(Draft header, LineMatcher matcher) {
        return new CrashBlock(header, matcher);
    }
}
