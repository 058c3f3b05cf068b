package org.numakerbench.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.numakerbench.cli.Bench;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceJson;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.EvidenceLostException;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.history.RunHistory;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.Interrupted;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import picocli.CommandLine;

/** {@code bench run} and {@code bench history}, with runs of earlier starts that were cut off. */
final class Commands {
    private static final String CUT = "20260101T010000.000Z-m487-cut";
    private static final String ENDED = "20260101T020000.000Z-m487-ended";
    private static final String HOLE = "20260101T030000.000Z-m487-hole";
    private static final String EMPTY = "20260101T040000.000Z-m487-empty";

    private Commands() {}

    static LocalCloud cloud(Path shared) throws IOException {
        return LocalCloud.start(LocalCloudOptions.in(shared.resolve("cloud")));
    }

    /**
     * All of them.
     *
     * @param shared where profiles go
     * @param there a {@link #cloud} that is open as long as they are tried
     */
    static List<Scenario> all(Path shared, LocalCloud there) throws IOException {
        Path profile;
        try (LocalCloud away = cloud(shared)) {
            profile = profile(shared, "bench.yaml", away, shared.resolve("no-port"));
        }
        Path capture = Files.writeString(shared.resolve("capture.log"), uart());
        List<Scenario> all = new ArrayList<>(List.of(
                new Run(profile),
                new Record(),
                new History("history rebuild", true, "history", "rebuild", "RUNS"),
                new History("history prune", false, "history", "prune", "--keep", "1h", "--out", "RUNS"),
                new Import(capture)));
        // There, and no port.
        all.addAll(LabNight.both(profile(shared, "lab.yaml", there, capture)));
        return all;
    }

    /** The command line as it is, with the paths of {@code disk}. */
    static int bench(FaultyDisk disk, String... arguments) {
        CommandLine line = Bench.commandLine();
        line.registerConverter(Path.class, disk::path);
        return line.execute(arguments);
    }

    /** Of a board that cannot be opened: the shortest run that is whole. */
    private static Path profile(Path shared, String name, LocalCloud cloud, Path port) throws IOException {
        return Files.writeString(shared.resolve(name), """
                    bench: crash
                    images: %s
                    cloud:
                      endpoint: %s
                      mqttPort: %d
                      httpsPort: %d
                      witness:
                        clientId: crash-witness
                        ca: %s
                        certificate: %s
                        privateKey: %s
                    boards:
                      - name: m487
                        target: NUMAKER_PFM_M487
                        image: virtual-m487-5.7.1
                        serial: {port: %s}
                        flash: {method: mass-storage, volume: %s}
                        reset: [{method: mass-storage}]
                    """.formatted(
                        Path.of("firmware-images").toAbsolutePath(),
                        cloud.endpoint(),
                        cloud.mqttPort(),
                        cloud.httpsPort(),
                        cloud.credentials().ca(),
                        cloud.credentials().witnessCertificate(),
                        cloud.credentials().witnessKey(),
                        port,
                        shared));
    }

    private static String uart() {
        StringBuilder text = new StringBuilder();
        for (int boot = 0; boot < 2; boot++) {
            for (EvidenceEntry entry : RunLog.clean().entries()) {
                if (entry.fact() instanceof Fact.UartReceived it) {
                    text.append(it.bytes().latin1());
                }
            }
        }
        return text.toString();
    }

    /** Log lines of a good run of that name. */
    private static List<EvidenceEntry> entries(String run) throws IOException {
        List<EvidenceEntry> named = new ArrayList<>();
        for (EvidenceEntry entry : RunLog.clean().entries()) {
            byte[] line = new String(EvidenceJson.line(entry), StandardCharsets.UTF_8)
                    .replace("20180103T000000Z-m487-seed", run)
                    .getBytes(StandardCharsets.UTF_8);
            named.add(EvidenceJson.entry(line, 0, line.length));
        }
        return named;
    }

    /** A good run as {@code bench run} records it, the board left out. */
    private static void record(Path runs, String wanted) throws IOException {
        try (RunHistory history = new RunHistory(runs, HistoryAddress.beside(runs), remark -> {})) {
            Interrupted.complete(runs, RunReports.reporter(history), notice -> {});
            history.addPending();
            try (RunDirectory directory = RunDirectory.create(runs, wanted)) {
                List<EvidenceEntry> facts = entries(directory.name());
                List<EvidenceEntry> logged = new ArrayList<>();
                try (EvidenceLog log = EvidenceLog.begin(directory, facts.get(0).fact(), logged::add)) {
                    facts.subList(1, facts.size()).forEach(it -> log.append(it.fact()));
                }
                RunRecord record = Replay.of(logged, directory.name());
                RunReports.reporter(history).write(directory.path(), record);
                directory.complete();
                history.add(record);
            }
        }
    }

    private static Path partial(Path runs, String run, int lines) throws IOException {
        Path log = Files.createDirectories(runs.resolve(".partial-" + run)).resolve(RunDirectory.LOG);
        EvidenceLog.write(log, entries(run).subList(0, lines));
        return log;
    }

    /** What kills of earlier starts left. */
    private static void leaveCutOff(Path runs) throws IOException {
        int all = entries("").size();
        Files.writeString(partial(runs, CUT, 40), "{\"seq\":41,\"at\":\"20", StandardOpenOption.APPEND);
        partial(runs, ENDED, all);
        Files.write(partial(runs, HOLE, 20), new byte[4096], StandardOpenOption.APPEND);
        partial(runs, EMPTY, 0);
        Files.createFile(runs.resolve(".partial-" + CUT + ".lock"));
        Files.createFile(runs.resolve(".partial-20260101T050000.000Z-m487-gone.lock"));
        Files.createDirectory(runs.resolve(".new-20260101T060000.000Z-m487-new"));
    }

    /** The main job after a night of kills. */
    private record Run(Path profile) implements Scenario {
        @Override
        public String name() {
            return "run";
        }

        @Override
        public void prepare(Path root) throws IOException {
            Path runs = Files.createDirectory(root.resolve("runs"));
            Commands.record(runs, "20260101T000000.000Z-m487-good");
            leaveCutOff(runs);
        }

        @Override
        public int live(FaultyDisk disk, int life) {
            return bench(
                    disk,
                    "run",
                    profile.toString(),
                    "--out",
                    disk.root().resolve("runs").toString());
        }

        @Override
        public List<Wrong> check(Path root, Promises promises) throws IOException {
            return RunsCheck.of(root.resolve("runs"), promises, Set.of(EMPTY));
        }
    }

    /** Run after run with all that a board and a cloud have to tell. */
    private record Record() implements Scenario {
        @Override
        public String name() {
            return "run (recorded facts)";
        }

        @Override
        public void prepare(Path root) throws IOException {
            Path runs = Files.createDirectory(root.resolve("runs"));
            Commands.record(runs, "20260101T000000.000Z-m487-good");
        }

        @Override
        public int live(FaultyDisk disk, int life) {
            try {
                Commands.record(disk.root().resolve("runs"), "20260102T000000.000Z-m487-life-" + life);
                return 0;
            } catch (IOException | EvidenceLostException fault) {
                return 3;
            }
        }

        @Override
        public List<Wrong> check(Path root, Promises promises) throws IOException {
            return RunsCheck.of(root.resolve("runs"), promises, Set.of());
        }
    }

    /** A command over runs that are complete. */
    private record History(String name, boolean withoutRows, String... arguments) implements Scenario {
        @Override
        public void prepare(Path root) throws IOException {
            Path runs = Files.createDirectory(root.resolve("runs"));
            int all = entries("").size();
            for (String old : List.of("20180103T000000.000Z-m487-good", "20180103T000001.000Z-m487-good")) {
                partial(runs, old, all);
            }
            Commands.record(runs, "20260101T000000.000Z-m487-good");
            if (withoutRows) {
                for (String file : List.of("history.db", "history.db-wal", "history.db-shm")) {
                    Files.deleteIfExists(runs.resolve(file));
                }
            }
        }

        @Override
        public int live(FaultyDisk disk, int life) {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.replaceAll(it -> it.equals("RUNS") ? disk.root().resolve("runs").toString() : it);
            return bench(disk, all.toArray(String[]::new));
        }

        @Override
        public List<Wrong> check(Path root, Promises promises) throws IOException {
            return RunsCheck.of(root.resolve("runs"), promises, Set.of());
        }
    }

    /** A capture with two boots. */
    private record Import(Path capture) implements Scenario {
        @Override
        public String name() {
            return "history import";
        }

        @Override
        public void prepare(Path root) throws IOException {
            Path runs = Files.createDirectory(root.resolve("runs"));
            Commands.record(runs, "20260101T000000.000Z-m487-good");
        }

        @Override
        public int live(FaultyDisk disk, int life) {
            return bench(
                    disk,
                    "history",
                    "import",
                    capture.toString(),
                    "--image",
                    "virtual-m487-5.7.1",
                    "--images",
                    Path.of("firmware-images").toAbsolutePath().toString(),
                    "--date",
                    "2026-01-05",
                    "--out",
                    disk.root().resolve("runs").toString());
        }

        /** All may be there already. */
        @Override
        public boolean isUsable(int exitCode, int healthy) {
            return exitCode == healthy || exitCode == 3;
        }

        @Override
        public List<Wrong> check(Path root, Promises promises) throws IOException {
            List<Wrong> wrong = new ArrayList<>(RunsCheck.of(root.resolve("runs"), promises, Set.of()));
            try (var runs = Files.list(root.resolve("runs"))) {
                List<String> imported = runs.map(it -> it.getFileName().toString())
                        .filter(it -> it.startsWith("20260105"))
                        .sorted()
                        .toList();
                if (!imported.equals(List.of(
                        "20260105T000000.000Z-imported-virtual-m487-5.7.1",
                        "20260105T000001.000Z-imported-virtual-m487-5.7.1"))) {
                    wrong.add(new Wrong(Wrong.Kind.LOST, "imported: " + imported));
                }
            }
            return wrong;
        }
    }
}
