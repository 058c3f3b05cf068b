package org.numakerbench.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.numakerbench.secret.OwnSecrets;
import org.numakerbench.secret.SecretLines;

/**
 * The last gate before a terminal or a pipe: whatever a command, a library or a stack trace says, line by line, secrets are
 * hidden in it. Text that was hidden before passes unchanged.
 */
final class HidingOutput extends OutputStream {
    private final PrintStream out;
    private final SecretLines lines = new SecretLines();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private HidingOutput(PrintStream out) {
        this.out = out;
    }

    /** Puts one before standard output and standard error each. */
    static void install() {
        System.setOut(before(System.out));
        System.setErr(before(System.err));
    }

    static PrintStream before(PrintStream out) {
        // One that flushes by itself does so in mid-line, and half a secret looks like none. Whole lines pass at once.
        return new PrintStream(new HidingOutput(out), false, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        line.write(b);
        if (b == '\n') {
            pass();
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        int start = from;
        for (int at = from; at < from + length; at++) {
            if (bytes[at] == '\n') {
                line.write(bytes, start, at + 1 - start);
                pass();
                start = at + 1;
            }
        }
        line.write(bytes, start, from + length - start);
    }

    private void pass() {
        byte[] bytes = line.toByteArray();
        line.reset();
        String text = new String(bytes, StandardCharsets.UTF_8);
        String shown = lines.hide(OwnSecrets.text(), text);
        byte[] hidden = shown.equals(text) ? bytes : shown.getBytes(StandardCharsets.UTF_8);
        out.write(hidden, 0, hidden.length);
    }

    /** A question without a line end is asked at once. */
    @Override
    public synchronized void flush() {
        if (line.size() > 0) {
            pass();
        }
        out.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
