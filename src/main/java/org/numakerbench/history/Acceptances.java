package org.numakerbench.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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

    /** Adds a line. */
    public static void append(Path runs, Acceptance acceptance) throws IOException {
        Files.createDirectories(runs);
        Files.writeString(
                runs.resolve(FILE),
                MAPPER.writeValueAsString(acceptance) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** @throws IOException naming the line that is damaged */
    public static List<Acceptance> read(Path runs) throws IOException {
        Path file = runs.resolve(FILE);
        if (Files.notExists(file)) {
            return List.of();
        }
        List<Acceptance> all = new ArrayList<>();
        int number = 0;
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()) {
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
