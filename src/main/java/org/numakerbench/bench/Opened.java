package org.numakerbench.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened one after the other, closed the other way round, all of it. */
public final class Opened implements Closeable {
    private final Deque<Closeable> opened = new ArrayDeque<>();

    public void add(Closeable it) {
        opened.push(it);
    }

    /** @throws IOException the first failure, after everything was closed */
    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
