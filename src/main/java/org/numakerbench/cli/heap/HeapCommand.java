package org.numakerbench.cli.heap;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench heap}: memory over builds. */
@Command(
        name = "heap",
        description = "Heap history: its trend, its regressions, and the build that brought one.",
        mixinStandardHelpOptions = true,
        subcommands = {TrendCommand.class, CheckCommand.class, AcceptCommand.class, BisectCommand.class})
public final class HeapCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
