package org.numakerbench.tune;

import java.util.ArrayList;
import java.util.List;
import org.numakerbench.tune.search.Loop.Wait;

/**
 * How long the driver waited for its module, by its debug lines and the times at which they came. The lines are those of
 * ATCmdParser.cpp: {@code AT>} a command, {@code AT=} the answer it waited for, {@code AT<} any other line. Newer drivers
 * take words out of band, {@code AT!}; what is expected and comes until the command's own expectation stands there again
 * belongs to the word.
 */
public final class AtWaits {
    private static final String OPEN = "AT+CIPSTART";
    private static final String SEND = "AT+CIPSEND";
    private static final List<String> REFUSALS =
            List.of("AT< busy", "AT< ALREADY", "AT< ERROR", "AT< FAIL", "AT! ALREADY", "AT! ERROR", "AT! UNLINK");
    private static final long NANOS_PER_MS = 1_000_000;

    private final List<Wait> waits = new ArrayList<>();
    private String command = "";
    private long commandNanos;
    private String expected = "";
    private boolean outOfBand;
    private long busyNanos = Long.MIN_VALUE;
    private long lastNanos;

    /** One debug line, {@code AT> AT+CIPSEND=0,128}, with the time at which it was complete. */
    public void line(String text, long nanos) {
        lastNanos = nanos;
        if (text.startsWith("AT> ")) {
            command = text.substring(4);
            commandNanos = nanos;
            expected = "";
            outOfBand = false;
        } else if (text.startsWith("AT? ")) {
            expected = expected.isEmpty() ? text : expected;
            outOfBand &= !text.equals(expected);
        } else if (outOfBand && text.startsWith("AT= ")) {
            if (text.strip().matches("AT= +[sp][.]{3}")) {
                refused();
            }
        } else if (text.startsWith("AT= ")) {
            answered(nanos);
        } else if (text.startsWith("AT(")) {
            given(nanos);
        } else if (text.startsWith("AT< busy s") && busyNanos == Long.MIN_VALUE) {
            busyNanos = commandNanos;
            command = "";
        } else if (text.startsWith("AT< SEND OK") || text.startsWith("AT! SEND OK")) {
            ended(nanos);
        } else if (text.startsWith("AT! ") && REFUSALS.stream().noneMatch(text::startsWith)) {
            outOfBand = true;
        } else if (command.startsWith(OPEN) && REFUSALS.stream().anyMatch(text::startsWith)) {
            command = ""; // how long the driver goes on waiting says nothing of the network
        }
    }

    /** The module is busy: with a packet, or with a command before. */
    private void refused() {
        if (command.startsWith(SEND) && busyNanos == Long.MIN_VALUE) {
            busyNanos = commandNanos;
        }
        command = ""; // how long the driver goes on waiting says nothing of the network
    }

    private void answered(long nanos) {
        if (command.startsWith(OPEN)) {
            waits.add(new Wait(Wait.OPEN, (nanos - commandNanos) / NANOS_PER_MS, true));
        }
        ended(nanos);
        command = "";
    }

    private void given(long nanos) {
        if (command.startsWith(OPEN)) {
            waits.add(new Wait(Wait.OPEN, (nanos - commandNanos) / NANOS_PER_MS, false));
        }
        command = "";
    }

    private void ended(long nanos) {
        if (busyNanos != Long.MIN_VALUE) {
            waits.add(new Wait(Wait.BUSY, (nanos - busyNanos) / NANOS_PER_MS, true));
            busyNanos = Long.MIN_VALUE;
        }
    }

    /** The waits of the loop that has just ended; what is open then was given up. */
    public List<Wait> take() {
        if (busyNanos != Long.MIN_VALUE) {
            waits.add(new Wait(Wait.BUSY, (lastNanos - busyNanos) / NANOS_PER_MS, false));
            busyNanos = Long.MIN_VALUE;
        }
        List<Wait> taken = List.copyOf(waits);
        waits.clear();
        return taken;
    }
}
