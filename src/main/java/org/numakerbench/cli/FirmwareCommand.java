package org.numakerbench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench firmware}: images and their manifests. */
@Command(
        name = "firmware",
        description = "Add, list, show and compare firmware images; try descriptions of your own firmware.",
        mixinStandardHelpOptions = true,
        subcommands = {
            FirmwareAddCommand.class,
            FirmwareListCommand.class,
            FirmwareShowCommand.class,
            FirmwareDiffCommand.class,
            FirmwareLearnCommand.class,
            FirmwareTryCommand.class,
            FirmwareVirtualCommand.class
        })
final class FirmwareCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
