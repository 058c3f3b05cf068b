package org.numakerbench.uart.expect;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.HostText;
import org.numakerbench.uart.Claim;

/**
 * What the bench has to send to a board, and what it still waits for, while the board talks: a fold over the log. Of firmware without
 * a description nothing.
 */
public final class Dialogue {
    /** A line is not longer. */
    private static final int LONGEST_LINE = 4096;

    /**
     * A text that was sent.
     *
     * @param send place among {@link FirmwareDescription#send()}
     * @param seq of its log entry
     * @param nanos when, monotonic
     */
    public record Sent(int send, long seq, long nanos) {}

    /** Something that a line was awaited for; when it began, null while it has not. */
    private static final class Awaited {
        private final LineTest line;
        private final @Nullable LineTest after;
        private final long withinNanos;
        private final int least;
        private @Nullable Long since;
        private int count;

        Awaited(LineTest line, @Nullable LineTest after, @Nullable Duration within, int least) {
            this.line = line;
            this.after = after;
            this.withinNanos = within == null ? 0 : within.toNanos();
            this.least = least;
        }

        boolean isMet() {
            return count >= least;
        }
    }

    private final List<HostText> texts;
    private final List<LineTest> prompts;
    private final List<Awaited> expected = new ArrayList<>();
    private final List<ExpectedLine> lines;
    private final List<@Nullable Awaited> answers = new ArrayList<>();
    private final boolean[] heard;
    private final List<Sent> sent = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean booted;
    private long lastByteNanos;
    private @Nullable Long endNanos;

    /** @param firmware as its description has it; null: the example firmware, to which nothing is sent */
    public Dialogue(@Nullable FirmwareDescription firmware) {
        texts = firmware == null ? List.of() : firmware.send();
        lines = firmware == null ? List.of() : firmware.expected();
        prompts = firmware == null
                ? List.of()
                : texts.stream().map(it -> LineTest.of(it.after(), firmware)).toList();
        heard = new boolean[texts.size()];
        for (HostText it : texts) {
            answers.add(
                    it.answer() == null || firmware == null
                            ? null
                            : new Awaited(LineTest.of(it.answer(), firmware), null, it.patience(), 1));
        }
        for (ExpectedLine it : lines) {
            LineTest after = it.after() == null || firmware == null ? null : LineTest.of(it.after(), firmware);
            expected.add(new Awaited(
                    LineTest.of(it.line(), Objects.requireNonNull(firmware)), after, it.within(), it.least()));
        }
    }

    /** Reads one entry of the log, ahead of the claims that it completes. */
    public void accept(EvidenceEntry entry) {
        if (entry.fact() instanceof Fact.UartReceived it) {
            lastByteNanos = entry.monoNanos();
            unfinished(it.bytes());
        } else if (entry.fact() instanceof Fact.UartSent it && it.send() != null && it.send() < texts.size()) {
            sent.add(new Sent(it.send(), entry.seq(), entry.monoNanos()));
            Awaited answer = answers.get(it.send());
            if (answer != null) {
                answer.since = entry.monoNanos();
            }
        } else if (entry.fact() instanceof Fact.CaptureEnded && endNanos == null) {
            endNanos = entry.monoNanos();
        } else if (entry.fact() instanceof Fact.ResetIssued) {
            forget();
            line.reset();
        }
    }

    private void unfinished(Bytes bytes) {
        for (byte b : bytes.toByteArray()) {
            if (b == '\n' || line.size() > LONGEST_LINE) {
                line.reset();
            }
            if (b != '\n') {
                line.write(b);
            }
        }
    }

    /** A claim of this boot, the banner first. */
    public void heard(Claim claim, long nanos) {
        boolean banner = !booted;
        booted = true;
        for (int i = 0; i < prompts.size(); i++) {
            heard[i] |= prompts.get(i).takes(claim);
        }
        for (Awaited answer : answers) {
            if (answer != null && answer.since != null && answer.line.takes(claim)) {
                answer.count++;
            }
        }
        Long before = banner ? Long.valueOf(nanos) : null;
        for (int i = 0; i < expected.size(); i++) {
            Awaited it = expected.get(i);
            boolean free = !lines.get(i).comesInOrder();
            boolean begins = it.after != null ? it.after.takes(claim) : before != null || free && banner;
            if (begins && it.since == null) {
                it.since = nanos;
            } else if (it.since != null && it.line.takes(claim)) {
                it.count++;
            }
            if (!free) {
                before = it.isMet() ? Long.valueOf(nanos) : null;
            }
        }
    }

    /** What was said so far was an older run's. */
    public void forget() {
        booted = false;
        Arrays.fill(heard, false);
        sent.clear();
        expected.forEach(it -> {
            it.since = null;
            it.count = 0;
        });
        for (Awaited answer : answers) {
            if (answer != null) {
                answer.since = null;
                answer.count = 0;
            }
        }
    }

    /** Texts whose time has come, as places among {@link FirmwareDescription#send()}. */
    public List<Integer> due() {
        return IntStream.range(0, texts.size())
                .filter(it -> heard[it] && !isSent(it))
                .boxed()
                .toList();
    }

    /** Those for which the line that has not ended yet is the prompt, if it goes no further. */
    public List<Integer> prompted() {
        if (!booted || texts.isEmpty() || line.size() == 0) {
            return List.of();
        }
        byte[] text = text(line.toByteArray());
        return IntStream.range(0, texts.size())
                .filter(it -> !heard[it] && !isSent(it) && prompts.get(it).takes(text))
                .boxed()
                .toList();
    }

    /** Behind the last CR; spaces at its end are none of a pattern's. */
    private static byte[] text(byte[] line) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\r')) {
            end--;
        }
        int from = end;
        while (from > 0 && line[from - 1] != '\r') {
            from--;
        }
        return Arrays.copyOfRange(line, from, end);
    }

    private boolean isSent(int send) {
        return sent.stream().anyMatch(it -> it.send() == send);
    }

    /** All that was sent, in order. */
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** True while a text waits for its prompt, or for its answer: a board may be silent because it waits, too. */
    public boolean isOpen() {
        return IntStream.range(0, texts.size()).anyMatch(it -> {
            Awaited answer = answers.get(it);
            return !isSent(it) || answer != null && !answer.isMet();
        });
    }

    /** How long from its last byte on the description lets the board be silent; zero where it says nothing. */
    public Duration patience() {
        long longest = 0;
        for (Awaited it : IntStream.range(0, expected.size() + answers.size())
                .mapToObj(this::awaited)
                .filter(Objects::nonNull)
                .toList()) {
            if (it.since != null && !it.isMet() && it.withinNanos > 0) {
                longest = Math.max(longest, it.since + it.withinNanos - lastByteNanos);
            }
        }
        return Duration.ofNanos(longest);
    }

    private @Nullable Awaited awaited(int place) {
        return place < expected.size() ? expected.get(place) : answers.get(place - expected.size());
    }

    /** When the bench ceased to listen, monotonic; null while it does. */
    public @Nullable Long endNanos() {
        return endNanos;
    }
}
