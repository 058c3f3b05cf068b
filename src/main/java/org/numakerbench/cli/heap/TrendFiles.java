package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.DurableFile;

/** Files that a trend is written to. */
final class TrendFiles {
    private TrendFiles() {}

    /** @param file null: nowhere; {@code -}: standard output */
    static void write(@Nullable Path file, Supplier<String> text) throws IOException {
        if (file == null) {
            return;
        }
        if (file.toString().equals("-")) {
            System.out.print(text.get());
            return;
        }
        DurableFile.replace(file, text.get());
        System.err.println("written: " + file);
    }
}
