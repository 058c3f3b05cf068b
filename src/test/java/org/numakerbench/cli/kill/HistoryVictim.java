package org.numakerbench.cli.kill;

import java.nio.file.Path;
import java.util.List;
import org.numakerbench.history.store.HistoryAddress;

/** {@code bench history rebuild} of what another victim has run, into a database that is there already. */
final class HistoryVictim implements Victim {
    private final Path runs;
    private final Path database;

    HistoryVictim(Path runs, Path database) {
        this.runs = runs;
        this.database = database;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public List<String> arguments() {
        return List.of("history", "rebuild", runs.toString(), "--history", database.toString());
    }

    @Override
    public Path out() {
        return runs;
    }

    @Override
    public void check() throws Exception {
        RunsKept.inHistory(RunsKept.whole(runs), new HistoryAddress.Embedded(database));
    }
}
