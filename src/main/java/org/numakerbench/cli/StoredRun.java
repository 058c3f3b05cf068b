package org.numakerbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.UsageException;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.FileFailure;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.KnownExpressions;
import org.numakerbench.secret.SecretText;

/** A run directory that a command is given: its run, judged again, and what of it is secret. */
record StoredRun(RunRecord record, SecretText secrets) {
    /**
     * Reads one.
     *
     * @param profile whose secrets are hidden, too; null: none
     * @throws UsageException when there is no run in it
     */
    static StoredRun read(Path directory, @Nullable Path profile) throws ProfileException {
        RunRecord record;
        try {
            record = Replay.of(directory);
        } catch (IOException wrong) {
            throw new UsageException(
                    directory + ": " + FileFailure.words(wrong) + "; give a run directory that holds "
                            + RunDirectory.LOG,
                    wrong);
        }
        KnownExpressions known = KnownExpressions.beside(directory);
        return new StoredRun(
                record,
                (profile == null ? known : known.and(Profiles.read(profile).secrets())).of(record.context()));
    }
}
