package org.numakerbench.cli.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.store.LabStore;
import picocli.CommandLine.Option;

/** Which lab, in all commands that have to do with one; a mixin. */
public final class LabOptions {
    /** The name of the file beside the runs. */
    static final String FILE = "lab.db";

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories are; default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("bench-runs");

    @Option(
            names = "--lab",
            paramLabel = "ADDRESS",
            description = "postgresql://user@host/database, shared by several hosts (its password in PGPASSWORD or "
                    + "~/.pgpass); default: lab.db beside the runs.")
    private @Nullable String lab;

    /** Directory of run directories. */
    public Path out() {
        return out;
    }

    /** Where the lab is: what was asked for, else the file beside the runs. */
    public HistoryAddress address() {
        return address(Optional.empty());
    }

    /**
     * Where the lab is.
     *
     * @param planned address in a plan, which counts unless {@code --lab} is given
     */
    public HistoryAddress address(Optional<String> planned) {
        if (lab != null) {
            return parse("--lab " + lab, lab);
        }
        return planned.map(it -> parse("the plan's lab: " + it, it))
                .orElseGet(() -> new HistoryAddress.Embedded(out.resolve(FILE)));
    }

    /** Where this lab's heap history is: beside the runs, or in the same database. */
    public HistoryAddress history() {
        return history(address());
    }

    /** Where the heap history of the lab at {@code address} is. */
    public HistoryAddress history(HistoryAddress address) {
        return address instanceof HistoryAddress.Postgres ? address : HistoryAddress.beside(out);
    }

    private static HistoryAddress parse(String where, String address) {
        String right = "a lab of several hosts is postgresql://user@host:port/database (its password in PGPASSWORD or "
                + "~/.pgpass); without it the lab is " + FILE + " in --out";
        // An address that is wrong may hold a password: it is not told again.
        boolean tellable = !address.contains("@") && !address.contains("password");
        String what = tellable
                ? where
                : where.substring(0, where.length() - address.length()).strip();
        try {
            if (HistoryAddress.parse(address) instanceof HistoryAddress.Postgres postgres) {
                return postgres;
            }
        } catch (HistoryException | java.nio.file.InvalidPathException wrong) {
            throw new UsageException(what + ": not an address; " + right, wrong);
        }
        throw new UsageException(what + ": not an address; " + right);
    }

    /** Opens the lab, makes it where there is none. */
    public LabStore open() throws LabException {
        return LabStore.open(address());
    }

    /** Opens a lab only to look at it; a file that is not there is no lab yet. */
    public LabStore openExisting() throws LabException {
        HistoryAddress where = address();
        if (where instanceof HistoryAddress.Embedded it && Files.notExists(it.file())) {
            throw new UsageException("no lab at " + it.file()
                    + "; bench nightly PLAN makes it, --out DIR or --lab ADDRESS names another");
        }
        return LabStore.open(where);
    }
}
