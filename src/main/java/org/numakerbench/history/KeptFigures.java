package org.numakerbench.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.numakerbench.files.DurableFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code history.json} in a run directory: the run's row, for the day its evidence is gone. */
final class KeptFigures {
    private static final String FILE = "history.json";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private KeptFigures() {}

    static boolean isIn(Path run) {
        return Files.exists(run.resolve(FILE));
    }

    static RunRow read(Path run) throws IOException {
        Path file = run.resolve(FILE);
        try {
            return MAPPER.readValue(Files.readString(file), RunRow.class);
        } catch (JacksonException wrong) {
            throw new IOException(file + " is damaged (" + wrong.getOriginalMessage() + ")", wrong);
        }
    }

    /** Whole or not at all. */
    static void write(Path run, RunRow row) throws IOException {
        DurableFile.replace(run.resolve(FILE), MAPPER.writeValueAsString(row) + "\n");
    }
}
