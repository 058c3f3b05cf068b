package org.numakerbench.cli.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.numakerbench.bench.LabHost;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.Stopping;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.agent.AgentOptions;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.ProfileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench agent}. */
@Command(
        name = "agent",
        description = "Offer this host's boards to a lab and run what is queued for them, until it is stopped.",
        mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROFILE", description = "Bench profile.")
    private java.nio.file.Path file = java.nio.file.Path.of("");

    @Option(names = "--board", paramLabel = "NAME", description = "Only these boards; default: all of the profile.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--heartbeat",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description =
                    "How often it says that it is there; the same on all hosts of a lab. Its runs are stopped when it"
                            + " cannot for two and a half, its work goes to others after six. Default: ${DEFAULT-VALUE}.")
    private int heartbeatSeconds = 5;

    @Mixin
    private LabOptions lab = new LabOptions();

    @Override
    public Integer call() throws ProfileException, IOException, InterruptedException {
        if (heartbeatSeconds < 1 || heartbeatSeconds > 600) {
            throw new UsageException("--heartbeat " + heartbeatSeconds + ": must be 1 to 600 seconds");
        }
        Profile profile = Profiles.read(file);
        List<BoardProfile> boards = boards(profile);
        HistoryAddress address = lab.address();
        HistoryAddress history = Profiles.history(profile, lab.history(address));
        AgentOptions options =
                new AgentOptions(lab.out(), Duration.ofSeconds(heartbeatSeconds), AgentOptions.MIN_FREE_BYTES);
        try (Stopping stopping = new Stopping();
                LabStore store = LabStore.open(address);
                LabHost host = LabHost.start(store, profile, boards, options, history, new LabProgress(System.err))) {
            System.out.println("offers "
                    + boards.stream()
                            .map(it -> profile.bench() + "/" + it.name())
                            .collect(Collectors.joining(", ")) + " to " + address);
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            System.err.println("bench agent: stopped; what ran is in the queue again");
        }
        return 0;
    }

    private List<BoardProfile> boards(Profile profile) {
        List<String> known = profile.boards().stream().map(BoardProfile::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UsageException("--board " + name + ": " + profile.file() + " has no such board; it has "
                        + String.join(", ", known));
            }
        }
        return profile.boards().stream()
                .filter(it -> names.isEmpty() || names.contains(it.name()))
                .toList();
    }
}
