package org.numakerbench.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.numakerbench.crash.Scenario.Promises;
import org.numakerbench.crash.Scenario.Wrong;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.sim.cloud.LocalCloud;

/**
 * Tries a command at every operation on its disk: the process dies or the disk fails there, a second one is started on
 * what is left, and nothing may be lost, half, wrong or in the way. {@code main} tries all points of all commands.
 */
public final class CrashPoints {
    private static final int SHOWN = 10;
    /** 1: at each operation; 3: at every third. */
    private static final int STEP = Integer.getInteger("crash.step", 1);

    private final Scenario scenario;
    private final Path scratch;
    private final Path template;
    private final int healthy;
    private final int operations;
    private final List<String> failures = new ArrayList<>();
    private final Map<Wrong.Kind, Integer> wrong = new EnumMap<>(Wrong.Kind.class);
    private int points;

    /** @param scratch a directory to work in, empty */
    CrashPoints(Scenario scenario, Path scratch) throws Exception {
        this.scenario = scenario;
        this.scratch = Files.createDirectories(scratch);
        this.template = Files.createDirectory(scratch.resolve("template"));
        scenario.prepare(template);
        Path root = copy("healthy");
        FaultyDisk disk = new FaultyDisk(root, scratch.resolve("none"), Fault.NONE);
        Life life = live(disk, 1);
        this.healthy = life.exitCode();
        this.operations = disk.operations();
        disk.end();
        List<Wrong> sick = scenario.check(root, new Promises(List.of()));
        if (!sick.isEmpty()) {
            throw new IllegalStateException(
                    scenario.name() + " without a fault: exit code " + healthy + ", " + sick + "\n" + life.said());
        }
    }

    int operations() {
        return operations;
    }

    int points() {
        return points;
    }

    List<String> failures() {
        return failures;
    }

    /** @param step 1: each operation; 3: every third */
    void tryAll(Fault.Kind kind, int step, long seed) throws Exception {
        for (int at = 1 + (int) (seed % step); ; at += step) {
            if (!tryOne(new Fault(kind, at, seed))) {
                return;
            }
        }
    }

    /** False when the process ended before the fault. */
    private boolean tryOne(Fault fault) throws Exception {
        Path root = copy("root");
        Path remains = scratch.resolve("remains");
        try {
            FaultyDisk first = new FaultyDisk(root, remains, fault);
            Life disturbed = live(first, 1);
            boolean struck = first.struck();
            Path after = first.end();
            if (!struck) {
                return false;
            }
            points++;
            List<Wrong> found = new ArrayList<>();
            if (!fault.ends() && disturbed.exitCode() != healthy && disturbed.exitCode() != 3) {
                found.add(new Wrong(
                        Wrong.Kind.UNUSABLE, "exit code " + disturbed.exitCode() + " for a fault of the disk"));
            }
            Promises promises = RunsCheck.promises(first, after);
            FaultyDisk second = new FaultyDisk(after, scratch.resolve("none"), Fault.NONE);
            Life next = live(second, 2);
            second.end();
            if (!scenario.isUsable(next.exitCode(), healthy)) {
                found.add(new Wrong(Wrong.Kind.UNUSABLE, "the next start ends with " + next.exitCode()));
            }
            found.addAll(scenario.check(after, promises));
            found.forEach(it -> wrong.merge(it.kind(), 1, Integer::sum));
            if (!found.isEmpty()) {
                fail(scenario.name() + ", " + fault + " ("
                        + first.log().get(fault.at() - 1) + "): " + found + "\n  first:  "
                        + disturbed.said().strip() + "\n  second: "
                        + next.said().strip());
            }
            return true;
        } finally {
            DurableDirectory.deleteTree(root);
            DurableDirectory.deleteTree(remains);
        }
    }

    private void fail(String failure) {
        failures.add(failure);
        if (failures.size() <= SHOWN) {
            System.out.println(failure);
        }
    }

    /** One process. */
    private record Life(int exitCode, String said) {}

    private Life live(FaultyDisk disk, int life) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        int exitCode;
        try {
            exitCode = scenario.live(disk, life);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return new Life(exitCode, said.toString(StandardCharsets.UTF_8));
    }

    private Path copy(String name) throws IOException {
        Path target = scratch.resolve(name);
        copyTree(template, target);
        return target;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.copy(from, to);
        if (Files.isDirectory(from)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(from)) {
                for (Path child : children) {
                    copyTree(child, to.resolve(child.getFileName()));
                }
            }
        }
    }

    /** One line of the table. */
    String row() {
        return String.format(
                Locale.ROOT,
                "%-22s %6d %9d %8d %12d %10d %9d",
                scenario.name(),
                points,
                wrong.getOrDefault(Wrong.Kind.UNUSABLE, 0),
                wrong.getOrDefault(Wrong.Kind.LOST, 0),
                wrong.getOrDefault(Wrong.Kind.HALF_REPORT, 0),
                wrong.getOrDefault(Wrong.Kind.WRONG_ROW, 0),
                wrong.getOrDefault(Wrong.Kind.LEFTOVER, 0));
    }

    static final String HEAD = "command                points  unusable     lost  half reports  wrong rows  leftovers";

    /**
     * Tries all points.
     *
     * @param arguments how many seeds of power cuts each; default 3; then names of commands; default all
     */
    public static void main(String[] arguments) throws Exception {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        List<String> chosen = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        Path scratch = Files.createTempDirectory("crash-points");
        int failed = 0;
        Path shared = Files.createDirectory(scratch.resolve("shared"));
        try (LocalCloud cloud = Commands.cloud(shared)) {
            System.out.println(HEAD);
            for (Scenario scenario : Commands.all(shared, cloud)) {
                if (!chosen.isEmpty() && !chosen.contains(scenario.name())) {
                    continue;
                }
                CrashPoints points = new CrashPoints(scenario, scratch.resolve(scenario.name()));
                for (Fault.Kind kind : Fault.Kind.values()) {
                    for (int seed = 0; seed < (kind == Fault.Kind.POWER_CUT ? seeds : 1); seed++) {
                        points.tryAll(kind, STEP, seed);
                        System.err.println(scenario.name() + ": " + points.points() + " points");
                    }
                }
                System.out.println(points.row());
                failed += points.failures().size();
            }
        } finally {
            DurableDirectory.deleteTree(scratch);
        }
        System.exit(failed == 0 ? 0 : 1);
    }
}
