package org.numakerbench.cli.cloud;

import java.io.IOException;
import java.nio.file.Path;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.sim.cloud.jobs.JobFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench cloud job}: jobs of the local AWS IoT. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = "Add jobs; a cloud that runs queues them at once.")
public final class JobCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Queues a job for a thing and tells the thing.")
    int add(
            @Mixin CloudDirectory cloud,
            @Parameters(paramLabel = "THING") String thing,
            @Parameters(paramLabel = "JOBID", description = "1 to 64 letters, digits, underscores and dashes.")
                    String jobId,
            @Option(
                            names = "--document",
                            required = true,
                            paramLabel = "FILE",
                            description = "The job document, JSON: what the device gets.")
                    Path document)
            throws IOException {
        try {
            cloud.with(registry -> {
                new JobFiles(cloud.path()).add(thing, jobId, document);
                return jobId;
            });
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("bench cloud job add: " + wrong.getMessage(), wrong);
        }
        cloud.print("job " + jobId + " for " + thing);
        return ExitCodes.PASS;
    }
}
