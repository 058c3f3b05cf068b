package org.numakerbench.sim.board.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The firmware's user buffer and its way of reading a response into it ({@code run_req_resp}, main.cpp): what does not fit
 * stays in the TLS stream and becomes the start of the next response, and {@code 200 OK} counts wherever it stands.
 */
final class HttpBuffer {
    /** {@code HTTPS_USER_BUFFER_SIZE} is 600; the last byte is the terminating NUL. */
    private static final int CAPACITY = 599;

    // The firmware knows this header in lower case only.
    private static final Pattern CONTENT_LENGTH = Pattern.compile("^content-length:\\s*(\\d{1,9})");

    private final byte[] bytes = new byte[CAPACITY];
    private int length;
    private boolean ok;

    /** Bytes of the last response, as far as the buffer held it. */
    int length() {
        return length;
    }

    /** What the firmware prints as {@code [OK]}. */
    boolean ok() {
        return ok;
    }

    byte[] content() {
        return java.util.Arrays.copyOf(bytes, length);
    }

    /** Puts a made-up response in its place. */
    void pretend(String response) {
        byte[] all = response.getBytes(StandardCharsets.UTF_8);
        length = Math.min(all.length, CAPACITY);
        System.arraycopy(all, 0, bytes, 0, length);
        ok = true;
    }

    /** Reads one response, until the headers' end and the content length say that it is whole, or the buffer is full. */
    void read(InputStream in) throws IOException {
        length = 0;
        ok = false;
        int line = 0;
        int end = -1;
        int contentLength = 0;
        while (end < 0 || length < end) {
            int lineEnd = end < 0 ? endOfLine(line) : -1;
            if (lineEnd < 0) {
                int count = length == CAPACITY ? 0 : in.read(bytes, length, CAPACITY - length);
                if (count <= 0) {
                    return; // full, or closed by the server: the firmware resumes what it has
                }
                length += count;
                continue;
            }
            String rest = new String(bytes, line, length - line, StandardCharsets.ISO_8859_1);
            ok |= rest.contains("200 OK");
            Matcher header = CONTENT_LENGTH.matcher(rest);
            if (contentLength == 0 && header.find()) {
                contentLength = Integer.parseInt(header.group(1));
            }
            if (lineEnd == line) {
                end = lineEnd + 2 + contentLength;
            }
            line = lineEnd + 2;
        }
    }

    private int endOfLine(int from) {
        for (int i = from; i + 1 < length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
