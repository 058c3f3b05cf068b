package org.numakerbench.usb;

import java.io.IOException;
import java.nio.file.Path;

/** A program whose working directory is on a volume, as a shell's or a file manager's. */
final class Sitting implements AutoCloseable {
    private final Process process;

    Sitting(Path directory) throws IOException {
        process =
                new ProcessBuilder("sleep", "600").directory(directory.toFile()).start();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
