package org.numakerbench.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.numakerbench.cli.BenchProcess;
import org.numakerbench.lab.VirtualLab;

/**
 * SIGKILL for packaged benches at random moments, start after start, and what must hold when one is let alone at last: every
 * run is there once, whole and in the history, nothing that a log had is lost, no item ran twice without need, nothing is
 * left in the temporary directory, no process and no pseudo-terminal. Run by {@code scripts/kill-test}.
 */
public final class KillTest {
    /** Libraries that one process unpacks, and its boards. */
    private static final long MOST_LEFT_BYTES = 4_000_000;
    /** Starts that are killed before one is let alone. */
    private static final int MOST_IN_A_ROW = 6;

    private final Path scratch;
    private final Path temporary;
    private final SplittableRandom random;
    private final PrintStream out;
    private int kills;
    private int ended;
    private long lines;
    private long mostLeft;

    private KillTest(Path scratch, long seed, PrintStream out) throws IOException {
        this.scratch = scratch;
        this.temporary = Files.createDirectories(scratch.resolve("tmp"));
        this.random = new SplittableRandom(seed);
        this.out = out;
    }

    /** Arguments: {@code [KILLS [SEED [VICTIM...]]]}; default 200, a new seed and all. */
    public static void main(String[] arguments) throws Exception {
        int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Path scratch = Files.createTempDirectory("kill-test");
        System.out.println("seed " + seed + ", in " + scratch);
        KillTest test = new KillTest(scratch, seed, System.out);
        List<String> names = List.of(arguments).subList(Math.min(2, arguments.length), arguments.length);
        List<Victim> victims = victims(scratch).stream()
                .filter(it -> names.isEmpty() || names.contains(it.name()))
                .toList();
        for (int i = 0; i < victims.size(); i++) {
            test.kill(victims.get(i), kills * (i + 1) / victims.size() - kills * i / victims.size());
        }
        System.out.println(test.figures());
        delete(scratch);
        System.exit(0);
    }

    /** Every command in turn. */
    static List<Victim> victims(Path scratch) throws Exception {
        VirtualLab lab = lab(scratch);
        Path runs = scratch.resolve("runs");
        return List.of(
                new RunVictim(lab, runs),
                new HistoryVictim(runs, scratch.resolve("again.db")),
                new NightVictim(lab, scratch.resolve("night")),
                new AgentVictim(lab, scratch, scratch.resolve("agent")),
                new TuneVictim(scratch));
    }

    static VirtualLab lab(Path scratch) throws IOException {
        VirtualLab lab = VirtualLab.in(scratch, "bench", 0, List.of("left", "right"));
        lab.images("n1");
        // What a busy host does to boards is another test's matter.
        Files.writeString(
                lab.profile(),
                Files.readString(lab.profile())
                        .replaceAll(
                                "limits: .*",
                                "limits: {firstByte: 2m, silence: 2m, messageWait: 1m, lifecycleWait: 1m}"));
        return lab;
    }

    /** Kills one start of {@code victim} after the other; the last is let alone. */
    static String kill(Path scratch, long seed, PrintStream out, Victim victim, int kills) throws Exception {
        KillTest test = new KillTest(scratch, seed, out);
        test.kill(victim, kills);
        return test.figures();
    }

    private void kill(Victim victim, int wanted) throws Exception {
        letAlone(victim);
        long typicalMs = letAlone(victim);
        int done = 0;
        while (done < wanted) {
            int row = Math.min(wanted - done, 1 + random.nextInt(MOST_IN_A_ROW));
            Files.createDirectories(victim.out());
            try (LogFollower follower = new LogFollower(victim.out())) {
                for (int i = 0; i < row; ) {
                    if (killed(victim, random.nextLong(typicalMs))) {
                        i++;
                        done++;
                    }
                }
                letAlone(victim, follower);
                lines += follower.lines();
            }
            out.printf(Locale.ROOT, "%-8s %3d of %d kills, %s%n", victim.name(), done, wanted, Instant.now());
        }
    }

    /** False when it had ended by itself before. */
    private boolean killed(Victim victim, long afterMs) throws Exception {
        BenchProcess process = start(victim);
        if (process.ends(afterMs)) {
            BenchProcess.Ended good = process.await();
            assertThat(victim.isGood(good.exitCode()))
                    .as(victim.name() + " ends with " + good)
                    .isTrue();
            victim.check();
            ended++;
            return false;
        }
        List<ProcessHandle> children = process.descendants().toList();
        Map<Path, FileTime> terminals = terminals();
        process.kill();
        kills++;
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(children)
                        .as("children that outlive " + victim.name())
                        .noneMatch(ProcessHandle::isAlive));
        for (Map.Entry<Path, FileTime> each : terminals.entrySet()) {
            assertThat(made(each.getKey()))
                    .as("pseudo-terminal " + each.getKey())
                    .isNotEqualTo(each.getValue());
        }
        long left = left();
        mostLeft = Math.max(mostLeft, left);
        assertThat(left).as("bytes in the temporary directory").isLessThan(MOST_LEFT_BYTES);
        return true;
    }

    /** As scripts/bench does it: with an archive of classes. And with the quick compiler: no process lives for long. */
    private BenchProcess start(Victim victim) throws Exception {
        Path archive = scratch.resolve("classes.jsa");
        return BenchProcess.start(
                scratch,
                Map.of(),
                List.of(
                        "-Xlog:disable",
                        "-Xlog:all=off",
                        "-XX:TieredStopAtLevel=1",
                        (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive,
                        "-Djava.io.tmpdir=" + temporary,
                        "-Duser.home=" + scratch),
                victim.arguments().toArray(String[]::new));
    }

    private void letAlone(Victim victim, LogFollower follower) throws Exception {
        letAlone(victim);
        follower.nothingIsLost();
    }

    /** How long it takes. */
    private long letAlone(Victim victim) throws Exception {
        long began = System.nanoTime();
        BenchProcess process = start(victim);
        BenchProcess.Ended good;
        try {
            good = victim.finish(process);
        } finally {
            process.kill();
        }
        assertThat(victim.isGood(good.exitCode()))
                .as(victim.name() + " ends with " + good)
                .isTrue();
        victim.check();
        assertThat(temporary)
                .as("the temporary directory after " + victim.name())
                .isEmptyDirectory();
        assertThat(scratch.resolve(".cache")).doesNotExist();
        return (System.nanoTime() - began) / 1_000_000;
    }

    private long left() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            long bytes = 0;
            for (Path each : files.toList()) {
                bytes += Files.readAttributes(
                                each, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .size();
            }
            return bytes;
        }
    }

    /** Those of boards that are in the temporary directory, with the time when they were made: numbers are used again. */
    private Map<Path, FileTime> terminals() throws IOException {
        Map<Path, FileTime> found = new java.util.TreeMap<>();
        List<Path> links = new ArrayList<>();
        try (Stream<Path> files = Files.walk(temporary)) {
            files.filter(Files::isSymbolicLink).forEach(links::add);
        } catch (java.io.UncheckedIOException goneMeanwhile) {
            return found;
        }
        for (Path each : links) {
            try {
                Path terminal = Files.readSymbolicLink(each);
                if (made(terminal) != null) {
                    found.put(terminal, made(terminal));
                }
            } catch (IOException goneMeanwhile) {
                continue;
            }
        }
        return found;
    }

    private static FileTime made(Path terminal) {
        try {
            return (FileTime) Files.getAttribute(terminal, "unix:ctime");
        } catch (IOException none) {
            return null;
        }
    }

    private String figures() {
        return String.format(
                Locale.ROOT,
                "%d kills, %d starts that ended before; %,d log lines followed, none lost; at most %,d bytes left in the"
                        + " temporary directory, none at the end",
                kills,
                ended,
                lines,
                mostLeft);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
