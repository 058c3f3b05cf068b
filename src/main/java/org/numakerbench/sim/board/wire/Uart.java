package org.numakerbench.sim.board.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The UART of one running program: {@code printf} with Mbed's line-end conversion, at the pace of the line. Writing
 * blocks the printing thread until the bytes are through, as on the chip, whose 5.7 output is unbuffered.
 */
public final class Uart {
    private final SerialLine port;
    private final LineSchedule schedule;
    private final WireNoise noise;
    private final HaltLine halt;
    private byte last;

    public Uart(SerialLine port, LineSchedule schedule, WireNoise noise, HaltLine halt) {
        this.port = port;
        this.schedule = schedule;
        this.noise = noise;
        this.halt = halt;
    }

    /** The same program's, of what it does without a word. */
    public Uart muted() {
        return new Uart(new Nowhere(), new LineSchedule(0), WireNoise.none(), halt);
    }

    private static final class Nowhere implements SerialLine {
        @Override
        public int write(byte[] bytes, int from) {
            return bytes.length - from;
        }

        @Override
        public int read(byte[] into) {
            return NOBODY;
        }
    }

    /** Prints text; each LF becomes CR LF unless the byte before it was CR ({@code stdio-convert-newlines}). */
    public void print(String format, Object... arguments) {
        String text = arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
        printBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #print}, for bytes that are not text of ours. */
    public void printBytes(byte[] bytes) {
        byte[] converted = new byte[bytes.length * 2];
        int length = 0;
        for (byte value : bytes) {
            if (value == '\n' && last != '\r') {
                converted[length++] = '\r';
            }
            converted[length++] = value;
            last = value;
        }
        send(Arrays.copyOf(converted, length));
    }

    /** Sends bytes as they are, as the fault handler does, which goes past the C library. */
    public void raw(byte[] bytes) {
        send(bytes);
    }

    private void send(byte[] bytes) {
        int group = schedule.groupBytes();
        for (int from = 0; from < bytes.length; from += Math.min(group, bytes.length - from)) {
            byte[] part = Arrays.copyOfRange(bytes, from, from + Math.min(group, bytes.length - from));
            halt.check();
            halt.sleepUntil(schedule.send(System.nanoTime(), part.length));
            deliver(noise.damage(part));
        }
    }

    private void deliver(byte[] bytes) {
        try {
            for (int sent = 0; sent < bytes.length; ) {
                halt.check();
                sent += port.write(bytes, sent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next byte that the host sent, or -1 when none came within about {@code 20 ms}. @throws Halted when stopped */
    public int poll() {
        halt.check();
        byte[] one = new byte[1];
        try {
            int count = port.read(one);
            if (count == SerialLine.NOBODY) {
                halt.sleepUntil(System.nanoTime() + 20_000_000L);
            }
            return count == 1 ? one[0] & 0xFF : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
