package org.numakerbench.cli.heap;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.UsageException;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import picocli.CommandLine.Option;

/** Which history, in all commands that read one. */
final class HistoryOptions {
    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are; default: ${DEFAULT-VALUE}.")
    private Path runs = Path.of("bench-runs");

    @Option(names = "--profile", paramLabel = "FILE", description = "Takes history and heap limits from this profile.")
    private @Nullable Path profileFile;

    @Option(
            names = "--history",
            paramLabel = "ADDRESS",
            description = "SQLite file, or postgresql://user@host/database; default: the profile's, else "
                    + "history.db beside the runs.")
    private @Nullable String address;

    private @Nullable Profile profile;

    Path runs() {
        return runs;
    }

    /** Null without {@code --profile}. */
    @Nullable
    Profile profile() throws ProfileException {
        if (profile == null && profileFile != null) {
            profile = Profiles.read(profileFile);
        }
        return profile;
    }

    HistoryAddress address() throws ProfileException {
        Profile read = profile();
        try {
            if (address != null) {
                return HistoryAddress.parse(address);
            }
            if (read != null && read.history().isPresent()) {
                return HistoryAddress.parse(read.history().get());
            }
        } catch (HistoryException wrong) {
            throw new UsageException("--history: " + wrong.getMessage(), wrong);
        }
        return HistoryAddress.beside(runs);
    }

    /** Opens it; a file that is not there is no history yet. */
    HistoryStore open() throws HistoryException, ProfileException {
        HistoryAddress where = address();
        if (where instanceof HistoryAddress.Embedded it && java.nio.file.Files.notExists(it.file())) {
            throw new UsageException("no history at " + it.file()
                    + "; bench run makes it, bench history rebuild DIR makes it again from run directories");
        }
        return HistoryStore.open(where);
    }
}
