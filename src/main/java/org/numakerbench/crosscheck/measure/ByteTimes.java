package org.numakerbench.crosscheck.measure;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Measurement;

/** When each byte since the reset was read, by the entry that brought it; how fine that is. Monotonic time of the log. */
public final class ByteTimes {
    private static final int BITS_A_BYTE = 10;
    /** A wire cannot carry more than its rate; a pseudo-terminal without pace carries many times that. */
    private static final double PACED = 0.5;

    private long[] ends = new long[64];
    private long[] nanos = new long[64];
    private int chunks;
    private int baud;
    /** Once it was asked for, until something new comes: each of a run's many times asks. */
    private @Nullable Boolean paced;

    /** The reset was asked for: bytes are counted anew. */
    public void restart() {
        chunks = 0;
        paced = null;
    }

    /** @param bitsASecond of the port, 8-N-1 */
    public void opened(int bitsASecond) {
        baud = bitsASecond;
        paced = null;
    }

    /** So many bytes were read at this time. */
    public void read(int bytes, long atNanos) {
        if (chunks == ends.length) {
            ends = Arrays.copyOf(ends, 2 * chunks);
            nanos = Arrays.copyOf(nanos, 2 * chunks);
        }
        ends[chunks] = (chunks == 0 ? 0 : ends[chunks - 1]) + bytes;
        nanos[chunks] = atNanos;
        chunks++;
        paced = null;
    }

    /**
     * When the byte at this offset was read.
     *
     * @throws IllegalArgumentException when it was not
     */
    public long at(long offset) {
        int found = Arrays.binarySearch(ends, 0, chunks, offset + 1);
        int chunk = found >= 0 ? found : -found - 1;
        if (chunk >= chunks) {
            throw new IllegalArgumentException("byte " + offset + " was never read");
        }
        return nanos[chunk];
    }

    /**
     * What two times cannot tell apart where a line of so many bytes lies between them, in milliseconds: its own length on the wire;
     * the clock's, where nothing paces the bytes. See {@link Measurement#resolution()}.
     */
    public double resolutionMs(int lineBytes) {
        if (paced == null) {
            paced = isPaced();
        }
        return paced ? Math.max(1, Math.ceil(lineBytes * BITS_A_BYTE * 1000.0 / baud)) : 1;
    }

    /** Most of the bytes took their time since those before them; what the host read late took more. */
    private boolean isPaced() {
        if (baud == 0) {
            return false;
        }
        double byteNanos = BITS_A_BYTE * 1e9 / baud;
        long slow = 0;
        for (int i = 1; i < chunks; i++) {
            long bytes = ends[i] - ends[i - 1];
            slow += nanos[i] - nanos[i - 1] >= PACED * bytes * byteNanos ? bytes : 0;
        }
        return chunks < 2 || 2 * slow >= ends[chunks - 1] - ends[0];
    }
}
