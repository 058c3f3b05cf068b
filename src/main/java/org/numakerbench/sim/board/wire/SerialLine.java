package org.numakerbench.sim.board.wire;

import java.io.IOException;

/** The board's end of the serial line to the host. Safe for use by several threads; all 256 byte values pass both ways. */
public interface SerialLine {
    /** What {@link #read} returns while nobody has the port open. */
    int NOBODY = -1;

    /**
     * Sends what fits now, waiting at most 20 ms for room. While nobody listens, bytes are lost, as on a wire that ends in
     * the air.
     *
     * @return number of bytes that are gone from {@code bytes[from..]}, 0 when the reader is too slow
     */
    int write(byte[] bytes, int from) throws IOException;

    /**
     * Takes what the host has sent, waiting at most 20 ms.
     *
     * @return number of bytes read, 0 when none came, {@link #NOBODY} at once when nobody has the port open
     */
    int read(byte[] into) throws IOException;
}
