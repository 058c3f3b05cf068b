package org.numakerbench.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.numakerbench.board.DriverException;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench flash}: only flash. */
@Command(
        name = "flash",
        description = "Flash one board, by the means of its profile, and say what shows that it worked.",
        mixinStandardHelpOptions = true)
final class FlashCommand implements Callable<Integer> {
    @Mixin
    private OneBoard board = new OneBoard();

    @Override
    public Integer call() throws IOException, InterruptedException, DriverException, ProfileException, ImageException {
        return board.run((profile, hands) -> {
            Fact.Flashed flashed = hands.flash(FlashCommand::tell);
            System.out.println(hands.name() + ": flashed by " + flashed.driver() + " in " + flashed.durationMs()
                    + " ms: " + SafeText.line(flashed.proof()));
            return ExitCodes.PASS;
        });
    }

    static void tell(Fact fact) {
        if (fact instanceof Fact.ToolRan ran) {
            System.err.println(SafeText.line(String.join(" ", ran.commandLine())));
            System.err.print(SafeText.block(ran.output().utf8()));
        }
    }
}
