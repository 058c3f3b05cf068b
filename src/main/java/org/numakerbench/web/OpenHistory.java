package org.numakerbench.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;

/** The history, opened when somebody first asks and kept open as long as it works and is the same file. */
final class OpenHistory implements AutoCloseable {
    private final HistoryAddress address;
    private @Nullable HistoryStore store;
    private @Nullable Object file;

    OpenHistory(HistoryAddress address) {
        this.address = address;
    }

    /** Something asked of a history. */
    interface Question<T> {
        T of(HistoryStore history) throws HistoryException;
    }

    /** The answer; empty when there is no history yet: looking makes none. */
    synchronized <T> Optional<T> ask(Question<T> question) throws HistoryException {
        Object now = null;
        if (address instanceof HistoryAddress.Embedded it) {
            now = identity(it);
            if (now == null) {
                close();
                return Optional.empty();
            }
        }
        if (!Objects.equals(now, file)) {
            close();
        }
        HistoryStore open = store == null ? HistoryStore.open(address) : store;
        store = open;
        file = now;
        try {
            return Optional.of(question.of(open));
        } catch (HistoryException failure) {
            close();
            throw failure;
        }
    }

    /** A history that was made again is another file. */
    private static @Nullable Object identity(HistoryAddress.Embedded address) {
        try {
            return Objects.requireNonNullElse(
                    Files.readAttributes(address.file(), BasicFileAttributes.class)
                            .fileKey(),
                    address);
        } catch (IOException none) {
            return null;
        }
    }

    @Override
    public synchronized void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
