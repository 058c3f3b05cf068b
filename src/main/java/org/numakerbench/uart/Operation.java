package org.numakerbench.uart;

import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Step;

/** An operation whose progress text was printed and whose result is awaited. */
final class Operation {
    final ClaimKind kind;
    final @Nullable Step step;
    /** The topic or filter named, or null. */
    final @Nullable String topic;

    final boolean cut;
    final int line;
    final long start;
    final long end;
    /** True once another claim stands between the progress text and what comes now. */
    boolean interrupted;

    private final byte[] data;
    private final int from;
    private final int to;

    Operation(
            ClaimKind kind,
            @Nullable Step step,
            @Nullable String topic,
            RawLine line,
            int from,
            int to,
            boolean whole) {
        this.kind = kind;
        this.step = step;
        this.topic = topic;
        this.cut = !whole;
        this.line = line.number();
        this.start = line.start() + from;
        this.end = to == line.data().length ? line.end() : line.start() + to;
        this.data = line.data();
        this.from = from;
        this.to = to;
    }

    /** The progress text. */
    String text() {
        return DeviceText.decode(data, from, to);
    }

    /** True when the result of the operation names another topic: bytes were damaged. */
    boolean differsFrom(Draft result) {
        return topic != null
                && !topic.equals(result.fields().get("topic"))
                && !topic.equals(result.fields().get("filter"));
    }
}
