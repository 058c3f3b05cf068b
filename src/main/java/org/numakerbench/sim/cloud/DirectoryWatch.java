package org.numakerbench.sim.cloud;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;

/** Calls back whenever something in one of some directories has changed, on a thread of its own. */
final class DirectoryWatch implements AutoCloseable {
    private final WatchService service;

    private DirectoryWatch(WatchService service) {
        this.service = service;
    }

    /** @param directories each watched by itself, not what is below it */
    static DirectoryWatch start(List<Path> directories, Runnable changed) throws IOException {
        WatchService service = FileSystems.getDefault().newWatchService();
        for (Path directory : directories) {
            directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        }
        Thread thread = new Thread(() -> watch(service, changed), "local-cloud-directory");
        thread.setDaemon(true);
        thread.start();
        return new DirectoryWatch(service);
    }

    private static void watch(WatchService service, Runnable changed) {
        try {
            while (true) {
                WatchKey key = service.take();
                // What changes while it is looked at wakes this up again.
                key.pollEvents();
                key.reset();
                changed.run();
            }
        } catch (ClosedWatchServiceException end) {
            return;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
