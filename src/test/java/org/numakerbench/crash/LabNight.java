package org.numakerbench.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Target;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.agent.AgentName;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.NewestImage;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.lab.plan.PlanException;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.submit.Submission;
import org.numakerbench.profile.Profile.HeapLimits;
import org.numakerbench.profile.ProfileException;

/**
 * A night of two runs on a board whose port is none, by the command that plans it or by an agent that finds it in the queue.
 * Whatever ends it, the next start resumes it.
 */
final class LabNight implements Scenario {
    /** Of no process: the kernel's numbers end below. */
    private static final AgentName DEAD =
            new AgentName(AgentName.ofThisProcess().host(), 99_999_999, 1);

    private static final long LONGEST_LIFE_S = 60;
    private static final long LOOK_MS = 20;

    private final boolean agent;
    private final Path profile;
    private final Path plan;

    private LabNight(boolean agent, Path profile, Path plan) {
        this.agent = agent;
        this.profile = profile;
        this.plan = plan;
    }

    /**
     * {@code bench nightly} and {@code bench agent}.
     *
     * @param profile of a bench with a cloud that is there; the plan goes beside it
     */
    static List<Scenario> both(Path profile) throws IOException {
        Path plan = Files.writeString(profile.resolveSibling("plan.yaml"), """
                night: crash
                profile: %s
                images: [virtual-m487-5.7.1]
                repeats: 2
                retries: {device: 0, cloud: 0, bench: 0}
                quarantineAfter: 9
                """.formatted(profile.getFileName()));
        return List.of(new LabNight(false, profile, plan), new LabNight(true, profile, plan));
    }

    @Override
    public String name() {
        return agent ? "agent" : "nightly";
    }

    /** A life takes a second or two. */
    @Override
    public int sample() {
        return 1;
    }

    private static Path database(Path root) {
        return root.resolve("runs").resolve("lab.db");
    }

    @Override
    public void prepare(Path root) throws IOException {
        Files.createDirectory(root.resolve("runs"));
        if (agent) {
            try (LabStore store = LabStore.open(new HistoryAddress.Embedded(database(root)))) {
                new Submission(
                                store,
                                NightPlanReader.read(plan),
                                HeapLimits.NONE,
                                new NewestImage(Path.of("firmware-images")))
                        .submit(
                                List.of(new BoardSelector.Board(
                                        "crash", "m487", Target.NUMAKER_PFM_M487, Optional.empty())),
                                false,
                                false);
            } catch (ProfileException | ImageException | PlanException wrong) {
                throw new IllegalStateException(wrong);
            }
        }
    }

    @Override
    public int live(FaultyDisk disk, int life) throws Exception {
        Path root = Path.of(disk.root().toString());
        if (life > 1) {
            anotherProcess(database(root));
        }
        String runs = disk.root().resolve("runs").toString();
        String[] command = agent
                ? new String[] {"agent", profile.toString(), "--out", runs}
                : new String[] {"nightly", plan.toString(), "--now", "--out", runs};
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Thread process = new Thread(
                () -> {
                    try {
                        exitCode.complete(Commands.bench(disk, command));
                    } catch (RuntimeException unforeseen) {
                        exitCode.completeExceptionally(unforeseen);
                    }
                },
                "bench " + name());
        process.start();
        long began = System.nanoTime();
        boolean told = false;
        while (true) {
            try {
                return exitCode.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException goesOn) {
                boolean over = disk.isDead()
                        || agent
                                && said.toString(StandardCharsets.UTF_8).startsWith("offers")
                                && hasEnded(database(root));
                if (over && !told) {
                    told = true;
                    process.interrupt();
                }
                if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(LONGEST_LIFE_S)) {
                    process.interrupt();
                    throw new IllegalStateException(name() + " does not end", goesOn);
                }
            }
        }
    }

    /** Both lives are of this process; to the second, the first is to be one that is gone. */
    private static void anotherProcess(Path lab) throws SQLException {
        if (Files.notExists(lab)) {
            return;
        }
        try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + lab);
                Statement statement = open.createStatement()) {
            if (!isThere(statement)) {
                return;
            }
            for (String column :
                    List.of("lease.holder", "board.agent", "attempt.agent", "scheduled_tasks.task_instance")) {
                String[] names = column.split("\\.");
                statement.executeUpdate("update " + names[0] + " set " + names[1] + " = replace(" + names[1] + ", '"
                        + AgentName.ofThisProcess() + "', '" + DEAD + "')");
            }
        }
    }

    private static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet table = statement.executeQuery("select 1 from sqlite_master where name = 'lease'")) {
            return table.next();
        }
    }

    private static boolean hasEnded(Path lab) throws SQLException {
        try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + lab);
                Statement statement = open.createStatement();
                ResultSet night = statement.executeQuery("select 1 from night where ended_ms is null")) {
            return !night.next();
        }
    }

    @Override
    public List<Wrong> check(Path root, Promises promises) throws IOException {
        Path runs = root.resolve("runs");
        List<Wrong> wrong = new ArrayList<>(RunsCheck.of(runs, promises, Set.of()));
        wrong.addAll(NightCheck.of(runs, !agent));
        return wrong;
    }
}
