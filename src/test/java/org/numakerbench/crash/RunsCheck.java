package org.numakerbench.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.crash.Scenario.Promises;
import org.numakerbench.crash.Scenario.SyncedLog;
import org.numakerbench.crash.Scenario.Wrong;
import org.numakerbench.crash.Scenario.Wrong.Kind;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;

/** What must hold of a directory of runs, whatever happened to it. */
public final class RunsCheck {
    private static final Pattern LOG = Pattern.compile("(?:.*/)?\\.partial-([^/]+)/evidence\\.jsonl");
    private static final Set<String> REPORTS =
            Set.of("uart.raw", "uart.log", "junit.xml", "report.html", "report.json");
    private static final Set<String> BESIDE = Set.of(
            "history.db",
            "history.db-wal",
            "history.db-shm",
            "history.db.lock",
            ".history-pending",
            "lab.db",
            "lab.db-wal",
            "lab.db-shm",
            "lab.db.lock",
            "nights",
            ".nights-pending");

    private static final Map<List<EvidenceEntry>, Map<String, byte[]>> WHOLE = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<EvidenceEntry>, Map<String, byte[]>> eldest) {
            return size() > 50;
        }
    };

    private final Path runs;
    private final List<Wrong> wrong = new ArrayList<>();
    private final Map<String, String> outcomes = new TreeMap<>();

    private RunsCheck(Path runs) {
        this.runs = runs;
    }

    /**
     * Looks at everything.
     *
     * @param promises logs that must be there
     * @param damaged names of runs that are to be set aside
     */
    static List<Wrong> of(Path runs, Promises promises, Set<String> damaged) throws IOException {
        RunsCheck check = new RunsCheck(runs);
        check.names(damaged);
        for (String run : check.outcomes.keySet()) {
            check.reports(run);
        }
        for (SyncedLog log : promises.logs()) {
            check.log(log, damaged);
        }
        check.rows();
        return check.wrong;
    }

    /** What the logs of the disk hold for good, or, of a process that was only killed, hold at all. */
    static Promises promises(FaultyDisk disk, Path after) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (disk.fault().kind() == Fault.Kind.POWER_CUT) {
            files.putAll(disk.syncedFiles());
        } else {
            try (var all = Files.walk(after)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(after.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        List<SyncedLog> logs = new ArrayList<>();
        files.forEach((name, content) -> {
            Matcher log = LOG.matcher(name);
            if (log.matches()) {
                logs.add(new SyncedLog(log.group(1), lines(content)));
            }
        });
        return new Promises(logs);
    }

    private static List<String> lines(byte[] content) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < content.length && content[i] != 0; i++) {
            if (content[i] == '\n') {
                lines.add(new String(content, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        return lines;
    }

    private void names(Set<String> damaged) throws IOException {
        Set<String> aside = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(runs)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (name.startsWith(".damaged-")) {
                    aside.add(name.substring(".damaged-".length()));
                } else if (name.startsWith(".") && !BESIDE.contains(name)) {
                    wrong.add(new Wrong(Kind.LEFTOVER, name));
                } else if (Files.isDirectory(child) && !BESIDE.contains(name)) {
                    outcomes.put(name, "");
                } else if (!BESIDE.contains(name)) {
                    wrong.add(new Wrong(Kind.LEFTOVER, name));
                }
            }
        }
        if (!aside.equals(damaged)) {
            wrong.add(new Wrong(Kind.LOST, "set aside: " + aside + ", not " + damaged));
        }
        for (String pending : List.of(".history-pending", ".nights-pending")) {
            Path directory = runs.resolve(pending);
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> markers = Files.newDirectoryStream(directory)) {
                    markers.forEach(it -> wrong.add(new Wrong(Kind.WRONG_ROW, "still pending: " + it.getFileName())));
                }
            }
        }
    }

    /** A run whose log is there has the reports that its log gives, and nothing else. */
    private void reports(String run) throws IOException {
        Path directory = runs.resolve(run);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!REPORTS.contains(name) && !name.matches("evidence.jsonl|evidence.cut-off|history.json")) {
                    wrong.add(new Wrong(Kind.LEFTOVER, run + "/" + name));
                }
            }
        }
        if (Files.notExists(directory.resolve("evidence.jsonl"))) {
            outcomes.put(run, "PASS");
            if (Files.notExists(directory.resolve("history.json"))) {
                wrong.add(new Wrong(Kind.LOST, run + " has neither its log nor its figures"));
            }
            return;
        }
        RunRecord record;
        try {
            record = Replay.of(directory);
        } catch (IOException unreadable) {
            wrong.add(new Wrong(Kind.LOST, run + ": " + unreadable.getMessage()));
            return;
        }
        outcomes.put(run, record.judgement().outcome().name());
        Map<String, byte[]> whole = whole(record);
        for (String report : REPORTS) {
            Path there = directory.resolve(report);
            if (Files.notExists(there) || !Arrays.equals(Files.readAllBytes(there), whole.get(report))) {
                wrong.add(new Wrong(Kind.HALF_REPORT, run + "/" + report));
            }
        }
    }

    /** The reports that these entries give; most runs are looked at again and again. */
    private static Map<String, byte[]> whole(RunRecord record) throws IOException {
        Map<String, byte[]> known = WHOLE.get(record.entries());
        if (known != null) {
            return known;
        }
        Map<String, byte[]> whole = new TreeMap<>();
        Path again = Files.createTempDirectory("reports-again");
        try {
            RunReports.write(again, record);
            for (String report : REPORTS) {
                whole.put(report, Files.readAllBytes(again.resolve(report)));
            }
        } finally {
            DurableDirectory.deleteTree(again);
        }
        WHOLE.put(record.entries(), whole);
        return whole;
    }

    private void log(SyncedLog log, Set<String> damaged) throws IOException {
        if (damaged.contains(log.run())) {
            return;
        }
        Path file = runs.resolve(log.run()).resolve("evidence.jsonl");
        List<String> there = Files.exists(file) ? Files.readAllLines(file) : List.of();
        int whole = log.lines().size();
        if (there.size() < whole || !there.subList(0, whole).equals(log.lines())) {
            wrong.add(new Wrong(
                    Kind.LOST, log.run() + ": " + whole + " entries were on the disk, " + there.size() + " are there"));
        }
    }

    private void rows() {
        if (outcomes.isEmpty() && Files.notExists(runs.resolve("history.db"))) {
            return;
        }
        Map<String, String> rows = new TreeMap<>();
        try (Connection history = DriverManager.getConnection("jdbc:sqlite:" + runs.resolve("history.db"));
                Statement statement = history.createStatement();
                ResultSet row = statement.executeQuery("select run, outcome from run")) {
            while (row.next()) {
                if (rows.put(row.getString(1), row.getString(2)) != null) {
                    wrong.add(new Wrong(Kind.WRONG_ROW, "twice: " + row.getString(1)));
                }
            }
        } catch (SQLException broken) {
            wrong.add(new Wrong(Kind.WRONG_ROW, broken.getMessage()));
        }
        if (!rows.equals(outcomes)) {
            wrong.add(new Wrong(Kind.WRONG_ROW, "rows " + rows + ", runs " + outcomes));
        }
    }
}
