package org.numakerbench.cli.cloud;

import java.io.IOException;
import java.nio.file.Path;
import org.numakerbench.bench.UsageException;
import org.numakerbench.sim.cloud.registry.RegistryDirectory;
import org.numakerbench.sim.cloud.registry.RegistryException;
import org.numakerbench.sim.cloud.tls.UnusableFileException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which cloud is meant: the option that all these commands share. */
public final class CloudDirectory {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--directory", paramLabel = "DIR", description = "The cloud's; default: ${DEFAULT-VALUE}.")
    private Path directory = Path.of(".bench/cloud");

    /** What is done with it. */
    @FunctionalInterface
    interface Work<T> {
        T on(RegistryDirectory registry) throws IOException;
    }

    /** The directory itself. */
    public Path path() {
        return directory;
    }

    /** Does it; what the user can mend ends as an error of usage. */
    <T> T with(Work<T> work) throws IOException {
        try {
            return work.on(new RegistryDirectory(directory));
        } catch (RegistryException | UnusableFileException wrong) {
            throw new UsageException(spec.qualifiedName() + ": " + wrong.getMessage(), wrong);
        }
    }

    void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
