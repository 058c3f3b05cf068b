package org.numakerbench.cli;

import java.io.PrintWriter;
import org.numakerbench.cli.heap.BisectCommand;
import org.numakerbench.cli.heap.HeapCommand;
import org.numakerbench.cli.heap.HistoryCommand;
import org.numakerbench.cli.heap.MeasureAcceptCommand;
import org.numakerbench.cli.heap.MeasureCheckCommand;
import org.numakerbench.cli.heap.MeasureTrendCommand;
import org.numakerbench.cli.lab.AgentCommand;
import org.numakerbench.cli.lab.NightlyCommand;
import org.numakerbench.cli.lab.ServeCommand;
import org.numakerbench.cli.lab.SubmitCommand;
import org.numakerbench.cli.tune.TuneCommand;
import org.numakerbench.scratch.Scratch;
import org.numakerbench.text.SafeText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Entry point of {@code bench}. Commands register in {@code subcommands}; only picocli's annotations of them are read at
 * start, so that {@code --help} loads none of what they work with.
 */
@Command(
        name = "bench",
        description = "Judges every claim a NuMaker board makes on its UART against what AWS IoT saw.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:pass",
            "1:device failure, mismatch or regression",
            "2:usage or configuration error",
            "3:bench fault",
            "4:inconclusive or cloud fault"
        },
        subcommands = {
            RunCommand.class,
            ReplayCommand.class,
            CompareCommand.class,
            ParseCommand.class,
            FlashCommand.class,
            ResetCommand.class,
            ConsoleCommand.class,
            BoardsCommand.class,
            DoctorCommand.class,
            FirmwareCommand.class,
            HeapCommand.class,
            MeasureTrendCommand.class,
            MeasureCheckCommand.class,
            MeasureAcceptCommand.class,
            BisectCommand.class,
            HistoryCommand.class,
            TuneCommand.class,
            NightlyCommand.class,
            AgentCommand.class,
            SubmitCommand.class,
            ServeCommand.class,
            SelftestCommand.class,
            CredentialsCommand.class,
            PolicyCommand.class,
            CloudCommand.class
        })
public final class Bench implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        Scratch.begin();
        // What it prints is keys, and who asked for them wants them.
        boolean keys = arguments.length > 0 && arguments[0].equals("credentials");
        if (!keys) {
            HidingOutput.install();
        }
        int exitCode = commandLine().execute(arguments);
        System.out.flush();
        System.err.flush();
        Scratch.end();
        System.exit(exitCode);
    }

    /** The command line as {@link #main} runs it, for tests. */
    public static CommandLine commandLine() {
        return configured(new Bench());
    }

    static CommandLine configured(Object root) {
        ExitCodes exitCodes = new ExitCodes();
        return new CommandLine(root)
                .setParameterExceptionHandler(Bench::misused)
                .setExecutionExceptionHandler(exitCodes)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static int misused(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": "
                + SafeText.line(e.getMessage().lines().findFirst().orElse("")) + "; see " + name + " --help");
        err.flush();
        return ExitCodes.USAGE;
    }
}
