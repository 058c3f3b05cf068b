package org.numakerbench.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.text.JsonText;
import tools.jackson.core.JacksonException;

/**
 * The expressions that this host's own profiles have ever asked for, beside its runs: {@value #FILE}, one JSON text a line,
 * for its owner alone. A log names those that it was recorded with; none is ever used because a log says so, but only because
 * it stands here, or in a profile. A log that names one that is not known is shown without any text.
 */
public final class KnownExpressions {
    /** Name of the file in a directory of run directories. */
    public static final String FILE = ".secrets";

    /** More than a host ever has. */
    private static final long MOST_BYTES = 1024 * 1024;

    private final Set<String> known;
    private final List<String> given;

    private KnownExpressions(Set<String> known, List<String> given) {
        this.known = known;
        this.given = List.copyOf(given);
    }

    /** Nothing is known: for logs of other hosts. */
    public static KnownExpressions none() {
        return new KnownExpressions(Set.of(), List.of());
    }

    /**
     * Those of this host's runs in {@code runs}. A file that cannot be read, or is not what this class writes, names none: then
     * more is hidden, not less.
     */
    public static KnownExpressions in(Path runs) {
        Path file = runs.resolve(FILE);
        Set<String> known = new LinkedHashSet<>();
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES && OwnersOnly.isRestricted(file)) {
                for (String line : Files.readAllLines(file)) {
                    String expression = JsonText.MAPPER.readValue(line, String.class);
                    if (expression != null && Expressions.problem(expression).isEmpty()) {
                        known.add(expression);
                    }
                }
            }
        } catch (IOException | JacksonException damaged) {
            // What was read before is good.
            return new KnownExpressions(known, List.of());
        }
        return new KnownExpressions(known, List.of());
    }

    /** Those of the runs that the run directory {@code run} is one of. */
    public static KnownExpressions beside(Path run) {
        return in(run.toAbsolutePath().normalize().resolveSibling("."));
    }

    /**
     * Makes those of a profile known to later readers of {@code runs}.
     *
     * @throws IOException when they cannot be written
     */
    public static void remember(Path runs, List<String> expressions) throws IOException {
        Set<String> fresh = new LinkedHashSet<>(expressions);
        fresh.removeAll(in(runs).known);
        if (fresh.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        fresh.forEach(it -> lines.append(JsonText.MAPPER.writeValueAsString(it)).append('\n'));
        Path file = runs.resolve(FILE);
        if (Files.notExists(file)) {
            try {
                Files.createFile(file, OwnersOnly.creating(file));
            } catch (java.nio.file.FileAlreadyExistsException another) {
                // Another bench was faster.
                OwnersOnly.restrict(file);
            }
        }
        Files.writeString(file, lines, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    /** The same, and those of a profile that the user has named: that one says what is secret. */
    public KnownExpressions and(List<String> expressions) {
        return new KnownExpressions(known, expressions);
    }

    /**
     * For logs that are judged as they are shown: without any text, a good run would look like a silent device.
     *
     * @throws IOException with what to do, when one of the log's expressions is not known
     */
    public void require(RunContext context) throws IOException {
        if (of(context).isWithheld()) {
            throw new IOException("what is secret in the log of run " + context.run()
                    + " is not known here, so nothing of it is shown; see it by: bench replay RUN_DIR --profile FILE");
        }
    }

    /** What hides the secrets of a log: {@link SecretText#ALL} when one of its expressions is not known. */
    public SecretText of(RunContext context) {
        Set<String> all = new LinkedHashSet<>(context.secrets() == null ? List.of() : context.secrets());
        boolean isKnown = known.containsAll(all);
        all.retainAll(known);
        all.addAll(given);
        return isKnown || !given.isEmpty() ? SecretText.of(List.copyOf(all)) : SecretText.ALL;
    }
}
