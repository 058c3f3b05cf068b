package org.numakerbench.lab.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.store.Connections;
import org.numakerbench.history.store.HistoryAddress;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Word that something in the lab's database has changed, so that nobody needs to look again and again: PostgreSQL's
 * {@code NOTIFY}, or for SQLite the kernel's notice that the file was written. Begins with the first listener.
 */
final class LabSignals implements AutoCloseable {
    /** Channel of {@code LISTEN} and {@code NOTIFY}. */
    static final String CHANNEL = "numaker_bench_lab";
    /** There may be work that was not there before. */
    static final String QUEUE = "queue";
    /** Something to look at has changed. */
    static final String VIEW = "view";
    /** Begins what tells that a run's log has grown: which run follows. */
    static final String LOG = "log";
    /** Nobody knows what has changed. */
    static final String ANYTHING = "";

    private static final Logger LOG_OF_SIGNALS = LoggerFactory.getLogger(LabSignals.class);
    private static final long RECONNECT_SECONDS = 2;

    private final HistoryAddress address;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Thread ear;
    private @Nullable AutoCloseable source;
    private volatile boolean closed;

    LabSignals(HistoryAddress address) {
        this.address = address;
    }

    /** @param listener takes one of the words above, on the listening thread */
    Closeable listen(Consumer<String> listener) throws IOException {
        listeners.add(listener);
        try {
            begin();
        } catch (IOException failure) {
            listeners.remove(listener);
            throw failure;
        }
        return () -> listeners.remove(listener);
    }

    private synchronized void begin() throws IOException {
        if (ear != null || closed) {
            return;
        }
        Runnable work;
        if (address instanceof HistoryAddress.Embedded it) {
            WatchService files = FileSystems.getDefault().newWatchService();
            Path file = it.file().toAbsolutePath();
            file.getParent()
                    .register(files, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
            source = files;
            work = () -> watch(files, file.getFileName().toString());
        } else {
            work = this::hear;
        }
        Thread thread = new Thread(work, "lab-signals");
        thread.setDaemon(true);
        thread.start();
        ear = thread;
    }

    private void tell(String word) {
        listeners.forEach(it -> it.accept(word));
    }

    /** What is written goes to {@code lab.db-wal} first. */
    private void watch(WatchService files, String name) {
        try {
            while (!closed) {
                WatchKey key = files.take();
                boolean ours = false;
                for (WatchEvent<?> event : key.pollEvents()) {
                    ours |= event.context() == null
                            || event.context().toString().startsWith(name);
                }
                key.reset();
                if (ours) {
                    tell(ANYTHING);
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear() {
        while (!closed) {
            try (Connection connection = Connections.to(address).getConnection()) {
                synchronized (this) {
                    source = connection;
                }
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                // Something may have happened while nobody listened.
                tell(ANYTHING);
                while (!closed) {
                    for (PGNotification each :
                            connection.unwrap(PGConnection.class).getNotifications(0)) {
                        tell(each.getParameter());
                    }
                }
            } catch (SQLException | IOException away) {
                if (!closed) {
                    LOG_OF_SIGNALS.debug("not listening: {}", away.getMessage());
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(RECONNECT_SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        AutoCloseable open;
        Thread thread;
        synchronized (this) {
            open = source;
            thread = ear;
        }
        try {
            if (open instanceof Connection connection) {
                // close() would wait for the read that is under way.
                connection.abort(Runnable::run);
            } else if (open != null) {
                open.close();
            }
            if (thread != null) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            LOG_OF_SIGNALS.debug("the ear does not close: {}", failure.getMessage());
        }
    }
}
