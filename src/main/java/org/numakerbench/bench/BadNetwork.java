package org.numakerbench.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Stage;
import org.numakerbench.sim.net.NetemCommand;
import org.numakerbench.text.SafeText;
import org.numakerbench.tune.experiment.Experiment.Netem;

/** A network that is bad for as long as an experiment runs. */
public final class BadNetwork implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Optional<Netem> netem;

    private BadNetwork(Optional<Netem> netem) {
        this.netem = netem;
    }

    /** @throws UsageException when the network cannot be made so */
    public static BadNetwork begin(Optional<Netem> netem) throws InterruptedException {
        if (netem.isPresent()) {
            run(netem.get(), command(netem.get()).set());
        }
        return new BadNetwork(netem);
    }

    private static NetemCommand command(Netem netem) {
        return new NetemCommand(
                netem.device(),
                Math.toIntExact(netem.delay().toMillis()),
                Math.toIntExact(netem.jitter().toMillis()),
                netem.lossPercent(),
                netem.rateKbit());
    }

    private static void run(Netem netem, List<String> tc) throws InterruptedException {
        List<String> command = new ArrayList<>(netem.program());
        command.addAll(tc.subList(1, tc.size()));
        try {
            Fact.ToolRan ran = ExternalProgram.run(Stage.NETWORK, "netem", command, TIMEOUT);
            Integer exit = ran.exitCode();
            if (exit == null || exit != 0) {
                throw new UsageException("netem: " + String.join(" ", command) + " ended with "
                        + (exit == null ? "a timeout" : "exit code " + exit) + ": "
                        + SafeText.line(ran.output().utf8().strip()) + "; it takes root: program: [sudo, tc]");
            }
        } catch (DriverException notThere) {
            throw new UsageException("netem: " + notThere.getMessage() + "; install iproute2", notThere);
        }
    }

    /** Also in a thread that was interrupted: a network that stays bad would be found by nobody. */
    @Override
    public void close() {
        if (netem.isPresent()) {
            boolean interrupted = Thread.interrupted();
            try {
                run(netem.get(), command(netem.get()).remove());
            } catch (InterruptedException again) {
                interrupted = true;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
