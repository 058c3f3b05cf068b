package org.numakerbench.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.numakerbench.bench.BoardDrivers;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.SafeText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.UartParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench reset}: only reset, and wait for the boot banner that proves it. */
@Command(
        name = "reset",
        description = "Reset one board, by the first means of its profile that works, and wait for its boot banner.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    @Mixin
    private OneBoard board = new OneBoard();

    @Override
    public Integer call() throws IOException, InterruptedException, DriverException, ProfileException, ImageException {
        return board.run(ResetCommand::reset);
    }

    private static int reset(Profile profile, BoardDrivers hands)
            throws IOException, InterruptedException, DriverException {
        Duration limit = profile.limits().banner();
        CompletableFuture<Instant> banner = new CompletableFuture<>();
        UartParser parser = new UartParser();
        try (SerialLink link = hands.opener().open(hands.port(), hands.baud(), new SerialLink.Listener() {
            @Override
            public void received(Bytes bytes) {
                for (Claim claim : parser.accept(bytes)) {
                    if (claim.kind() == ClaimKind.BOOT_BANNER) {
                        banner.complete(Instant.now());
                    }
                }
            }

            @Override
            public void settingsRepaired(String detail) {
                System.err.println(SafeText.line("bench reset: " + detail));
            }

            @Override
            public void gone(String reason) {
                banner.completeExceptionally(new IOException("the port went away: " + reason));
            }
        })) {
            Instant began = Instant.now();
            hands.reset(link, FlashCommand::tell);
            Instant seen = banner.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            System.out.println(hands.name() + ": boot banner "
                    + Duration.between(began, seen).toMillis() + " ms after the reset");
            return ExitCodes.PASS;
        } catch (TimeoutException silent) {
            System.err.println("bench reset: no boot banner within " + limit.toMillis() + " ms of the reset of "
                    + hands.name() + "; check that firmware is on it, and serial.baud");
            return ExitCodes.BENCH_FAULT;
        } catch (ExecutionException gone) {
            throw new IOException(String.valueOf(gone.getCause().getMessage()), gone);
        }
    }
}
