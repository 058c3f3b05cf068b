package org.numakerbench.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.Markers;

/**
 * Runs that are not in a database yet: an empty file each, made before the run directory gets its name and taken away when
 * they are. A bench that is killed, or finds no database, in between leaves it for the next start.
 */
public final class PendingRuns {
    private final Path runs;
    private final Markers markers;

    private PendingRuns(Path runs, String directory) {
        this.runs = runs;
        this.markers = new Markers(runs.resolve(directory));
    }

    /** Runs that the history wants. */
    static PendingRuns forHistory(Path runs) {
        return new PendingRuns(runs, ".history-pending");
    }

    /** Runs whose logs a lab wants. */
    public static PendingRuns forLab(Path runs) {
        return new PendingRuns(runs, ".lab-pending");
    }

    public void add(String run) throws IOException {
        markers.add(run);
    }

    public void remove(String run) throws IOException {
        markers.remove(run);
    }

    /** Names of those that are complete; a marker whose run never was is taken away. */
    public List<String> complete() throws IOException {
        List<String> names = markers.all();
        for (String name : names) {
            boolean underWay = Files.exists(RunDirectory.partial(runs, name));
            if (!underWay && !Files.isDirectory(runs.resolve(name))) {
                remove(name);
            }
        }
        return names.stream().filter(it -> Files.isDirectory(runs.resolve(it))).toList();
    }
}
