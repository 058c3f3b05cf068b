package org.numakerbench.report.run;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;

/** What floods cost: seconds of CPU for judging and for all reports, and their bytes. {@code main BYTES LIMIT_SECONDS [KIND...]}. */
final class FloodFigures {
    private FloodFigures() {}

    public static void main(String[] arguments) throws Exception {
        int size = Integer.parseInt(arguments[0]);
        long limit = Long.parseLong(arguments[1]) * 1000;
        for (Flood kind : Flood.values()) {
            if (arguments.length > 2 && !List.of(arguments).contains(kind.name())) {
                continue;
            }
            List<EvidenceEntry> log = kind.log(size);
            String[] said = {"over " + limit / 1000 + " s, or out of memory"};
            Thread one = new Thread(null, () -> said[0] = figures(log), "flood", 1 << 20);
            one.setDaemon(true);
            one.start();
            one.join(limit);
            String where = Stream.of(one.getStackTrace())
                    .filter(it -> it.getClassName().contains("numakerbench"))
                    .limit(4)
                    .map(it -> " " + it.getClassName().replaceAll(".*[.]", "") + ":" + it.getLineNumber())
                    .collect(Collectors.joining());
            System.out.printf("%-30s %,11d B: %s%s%n", kind, size, said[0], where);
            one.stop();
            one.join();
        }
    }

    static double cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private static String figures(List<EvidenceEntry> log) {
        try {
            double begin = cpu();
            RunRecord record = Replay.of(log, "flood");
            double judged = cpu();
            Path directory = Files.createTempDirectory("flood");
            Files.writeString(directory.resolve("evidence.jsonl"), "");
            RunReports.write(directory, record);
            double reported = cpu();
            StringBuilder text = new StringBuilder(
                    String.format(Locale.ROOT, "judged %6.2f s, reported %6.2f s;", judged - begin, reported - judged));
            for (String name : List.of("report.html", "report.json", "junit.xml", "uart.log")) {
                text.append(String.format(Locale.ROOT, " %s %,d", name, Files.size(directory.resolve(name))));
                Files.delete(directory.resolve(name));
            }
            Files.delete(directory.resolve("uart.raw"));
            Files.delete(directory.resolve("evidence.jsonl"));
            Files.delete(directory);
            text.append(" findings ")
                    .append(record.judgement().findings().size())
                    .append(" ")
                    .append(record.judgement().outcome());
            return text.toString();
        } catch (Exception failed) {
            return failed.toString();
        }
    }
}
