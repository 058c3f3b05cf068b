package org.numakerbench.tune;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.LineFile;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.RecordJson;
import org.numakerbench.tune.search.Loop;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an experiment has done so far, one JSON object a line, each forced to the disk before the next loop begins: a killed
 * experiment loses the loop under way and nothing else.
 */
public final class Journal implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    /**
     * A line.
     *
     * @param kind {@code begun}, {@code loop}, {@code visit-done}, {@code build-failed}, {@code board-failed},
     *     {@code resumed} or {@code ended}
     * @param plan digest of the plan, of a {@code begun}
     * @param visit of a {@code visit-done}, or of the visit that found a failure
     * @param subject setting or board that failed
     * @param words why
     */
    public record Line(
            String kind,
            @Nullable String at,
            @Nullable String plan,
            @Nullable Integer visit,
            @Nullable String subject,
            @Nullable String words,
            @Nullable Loop loop) {}

    private final LineFile file;
    private final List<Line> earlier;

    private Journal(LineFile file, List<Line> earlier) {
        this.file = file;
        this.earlier = earlier;
    }

    /**
     * Opens or creates the journal; a torn last line is cut off.
     *
     * @throws IOException when another process has it, or a whole line cannot be read
     */
    public static Journal open(Path file) throws IOException {
        LineFile lines = LineFile.open(file, OwnersOnly.creating(file));
        if (lines == null) {
            throw new IOException(file + ": another bench is at this experiment; wait for it, or give another --out");
        }
        try {
            return new Journal(lines, read(file, lines.earlier()));
        } catch (IOException failure) {
            lines.close();
            throw failure;
        }
    }

    private static List<Line> read(Path file, List<String> texts) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : texts) {
            try {
                lines.add(RecordJson.read(text, Line.class));
            } catch (JacksonException broken) {
                throw new IOException(
                        file + ":" + (lines.size() + 1)
                                + ": not a line of an experiment's journal; the file was changed, or a newer bench wrote"
                                + " it; --fresh starts again",
                        broken);
            }
        }
        return List.copyOf(lines);
    }

    /** What was written by earlier starts. */
    public List<Line> earlier() {
        return earlier;
    }

    void begun(String plan) throws IOException {
        write(new Line("begun", now(), plan, null, null, null, null));
    }

    void resumed() throws IOException {
        write(new Line("resumed", now(), null, null, null, null, null));
    }

    void loop(Loop loop) throws IOException {
        write(new Line("loop", now(), null, null, null, null, loop));
    }

    void visitDone(int visit) throws IOException {
        write(new Line("visit-done", now(), null, visit, null, null, null));
    }

    void buildFailed(int visit, String setting, String words) throws IOException {
        write(new Line("build-failed", now(), null, visit, setting, words, null));
    }

    void boardFailed(int visit, String board, String words) throws IOException {
        write(new Line("board-failed", now(), null, visit, board, words, null));
    }

    void ended(String words) throws IOException {
        write(new Line("ended", now(), null, null, null, words, null));
    }

    private static String now() {
        return Instant.now().toString();
    }

    private void write(Line line) throws IOException {
        file.append(MAPPER.writeValueAsString(line));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
