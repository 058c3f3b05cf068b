package org.numakerbench.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.numakerbench.bench.BoardDrivers;
import org.numakerbench.board.DriverException;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.run.Port;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench reset}: only reset, and wait for the boot banner that proves it. */
@Command(
        name = "reset",
        description = "Reset one board, by the first means of its profile that works, and wait for its boot banner.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    /** What adapter and driver hold comes without a pause. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(1);

    @Mixin
    private OneBoard board = new OneBoard();

    @Override
    public Integer call() throws IOException, InterruptedException, DriverException, ProfileException, ImageException {
        return board.run(ResetCommand::reset);
    }

    private static int reset(Profile profile, BoardDrivers hands)
            throws IOException, InterruptedException, DriverException {
        return reset(hands, profile.limits().banner());
    }

    static int reset(BoardDrivers hands, Duration limit) throws IOException, InterruptedException, DriverException {
        BannerWait banner = new BannerWait();
        Consumer<Fact> record = fact -> {
            banner.accept(fact);
            tell(fact);
        };
        try (Port port = new Port(hands.port(), hands.baud(), hands.opener(), record)) {
            port.open();
            banner.awaitQuiet(QUIET, LONGEST_DRAIN);
            // Means that take the port away give it back while the volume is still waited for.
            try (Port.KeptOpen kept = port.keepOpen()) {
                hands.reset(port.link(), record);
                Duration after = banner.await(limit);
                if (after != null) {
                    System.out.println(hands.name() + ": boot banner " + after.toMillis() + " ms after the reset");
                    return ExitCodes.PASS;
                }
            }
            System.err.println("bench reset: no boot banner within " + limit.toMillis() + " ms of the reset of "
                    + hands.name()
                    + (port.isGone()
                            ? "; its serial port went away and is not back: check cable and power"
                            : "; check that firmware is on it, and serial.baud"));
            return ExitCodes.BENCH_FAULT;
        }
    }

    private static void tell(Fact fact) {
        if (fact instanceof Fact.LineSettingsRepaired it) {
            System.err.println(SafeText.line("bench reset: " + it.detail()));
        } else if (fact instanceof Fact.ResetRefused it) {
            System.err.println(SafeText.line("bench reset: " + it.driver() + " was refused: " + it.reason()));
        } else {
            FlashCommand.tell(fact);
        }
    }
}
