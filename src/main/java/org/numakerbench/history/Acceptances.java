package org.numakerbench.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.numakerbench.files.LineFile;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.RecordJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code heap-accepted.jsonl} beside the runs: what was accepted, one JSON object a line. The database has the same; this
 * file is what it can be made again from.
 */
public final class Acceptances {
    private static final String FILE = "heap-accepted.jsonl";
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    private Acceptances() {}

    /** Adds a line, in place of one that was cut off. */
    public static void append(Path runs, Acceptance acceptance) throws IOException {
        Path file = runs.resolve(FILE);
        try (LineFile lines = LineFile.open(file)) {
            if (lines == null) {
                throw new IOException(file + ": another bench accepts something just now; try again");
            }
            lines.append(MAPPER.writeValueAsString(acceptance));
        }
    }

    /** @throws IOException naming the line that is damaged */
    public static List<Acceptance> read(Path runs) throws IOException {
        Path file = runs.resolve(FILE);
        List<Acceptance> all = new ArrayList<>();
        int number = 0;
        for (String line : LineFile.read(file)) {
            number++;
            try {
                all.add(RecordJson.read(line, Acceptance.class));
            } catch (JacksonException wrong) {
                throw new IOException(
                        file + ", line " + number + ": not an acceptance (" + RecordJson.wrong(wrong)
                                + "); correct or remove the line",
                        wrong);
            }
        }
        return all;
    }
}
