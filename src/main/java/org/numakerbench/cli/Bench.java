package org.numakerbench.cli;

import java.util.List;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.profile.yaml.YamlException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Entry point of {@code bench}. */
@Command(
        name = "bench",
        description = "Hardware-in-the-loop bench for NuMaker boards on AWS IoT: judges every claim a device makes on "
                + "its UART against what the cloud saw.",
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Bench {
    /** Usage and configuration errors: one line each, never a stack trace. */
    private static final int USAGE = 2;

    private static final int BENCH_FAULT = 3;

    /** Every command; loaded only when it is asked for. */
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class, ReplayCommand.class, ParseCommand.class, CloudCommand.class, SelftestCommand.class);

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs a command line and returns its exit code. */
    public static int execute(String... arguments) {
        CommandLine line = new CommandLine(new Bench());
        COMMANDS.forEach(line::addSubcommand);
        line.setParameterExceptionHandler((wrong, given) -> {
            System.err.println("bench: " + wrong.getMessage());
            System.err.println("try: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return USAGE;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        if (arguments.length == 0) {
            line.usage(System.err);
            return USAGE;
        }
        return line.execute(arguments);
    }

    private static int failed(Exception failure) {
        if (failure instanceof UsageException
                || failure instanceof YamlException
                || failure instanceof ImageException) {
            System.err.println("bench: " + failure.getMessage());
            return USAGE;
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            System.err.println("bench: interrupted");
            return BENCH_FAULT;
        }
        String words = failure instanceof java.io.IOException it ? Messages.cause(it) : String.valueOf(failure);
        System.err.println("bench: " + words);
        return BENCH_FAULT;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Bench.class.getPackage().getImplementationVersion();
            return new String[] {"bench " + (version == null ? "(not packaged)" : version)};
        }
    }
}
