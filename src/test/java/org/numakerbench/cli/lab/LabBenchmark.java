package org.numakerbench.cli.lab;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.numakerbench.evidence.Fact;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;

/**
 * What a night of many boards costs, at the pace of real UARTs: a plan of some images on 1 to 32 virtual boards. Each number
 * of boards has a process of its own; boards and local cloud are part of its bill. Prints, a line each: the whole night beside
 * its longest board, CPU, memory, bytes, and what did not pass. Run by {@code scripts/lab-benchmark}.
 */
public final class LabBenchmark {
    private static final int BAUD = 9600;

    private LabBenchmark() {}

    /** Arguments: {@code [IMAGES [BOARDS...]]}; default 10 images on 1 2 4 8 16 32 boards. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("child")) {
            child(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            return;
        }
        int images = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        List<String> sizes = arguments.length > 1
                ? List.of(arguments).subList(1, arguments.length)
                : List.of("1", "2", "4", "8", "16", "32");
        System.out.println("boards  runs  night s  longest board s  ratio  CPU s  CPU s/board  CPU ms/run"
                + "  peak MiB  UART bytes  damaged  not passed");
        for (String boards : sizes) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LabBenchmark.class.getName(),
                            "child",
                            boards,
                            String.valueOf(images))
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("a night of " + boards + " boards failed");
            }
        }
    }

    private static void child(int boards, int images) throws Exception {
        Path scratch = Files.createTempDirectory("lab-benchmark");
        try {
            System.out.println(night(scratch, boards, images));
        } finally {
            try (Stream<Path> files = Files.walk(scratch)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        System.exit(0);
    }

    private static String night(Path scratch, int boards, int images) throws Exception {
        List<String> names = IntStream.rangeClosed(1, boards)
                .mapToObj(it -> String.format(Locale.ROOT, "b%02d", it))
                .toList();
        VirtualLab lab = VirtualLab.in(scratch, "bench", BAUD, names);
        List<String> builds = new ArrayList<>();
        for (int i = 1; i <= images; i++) {
            lab.images("n" + i);
            builds.add("{board}-n" + i);
        }
        Path plan = lab.plan("night", builds);
        Path out = scratch.resolve("runs");
        List<AttemptRow> attempts;
        try (TestNight night =
                TestNight.begin(lab.profile(), plan, out, new HistoryAddress.Embedded(scratch.resolve("lab.db")))) {
            night.await(60 + 40L * images);
            attempts = night.attempts();
        }
        return row(boards, out, attempts);
    }

    private static String row(int boards, Path out, List<AttemptRow> attempts) throws IOException {
        double cpuSeconds =
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
        long first = attempts.stream().mapToLong(AttemptRow::startedMs).min().orElseThrow();
        long last = attempts.stream().mapToLong(AttemptRow::endedMs).max().orElseThrow();
        Map<String, Long> own = attempts.stream()
                .collect(Collectors.groupingBy(
                        AttemptRow::board, Collectors.summingLong(it -> it.endedMs() - it.startedMs())));
        double night = (last - first) / 1000.0;
        double longest = own.values().stream().max(Long::compare).orElseThrow() / 1000.0;
        long bytes = 0;
        long damaged = 0;
        for (AttemptRow attempt : attempts) {
            RunRecord record = Replay.of(out.resolve(attempt.run()));
            bytes += record.entries().stream()
                    .filter(it -> it.fact() instanceof Fact.UartReceived)
                    .mapToLong(it -> ((Fact.UartReceived) it.fact()).bytes().length())
                    .sum();
            damaged += record.judgement().notes().stream()
                    .filter(it -> it.contains("is damaged"))
                    .count();
        }
        String failed = attempts.stream()
                .filter(it -> !it.isPass())
                .map(it -> it.outcome() + ": " + it.reason())
                .collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "%6d  %4d  %7.1f  %15.1f  %5.3f  %5.1f  %11.2f  %10.0f  %8d  %10d  %7d  %s",
                boards,
                attempts.size(),
                night,
                longest,
                night / longest,
                cpuSeconds,
                cpuSeconds / boards,
                1000 * cpuSeconds / attempts.size(),
                peakMiB(),
                bytes,
                damaged,
                failed.isEmpty() ? "none" : failed);
    }

    /** The most memory the process had at any time, heap, code and stacks together. */
    private static long peakMiB() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(it -> it.startsWith("VmHWM:"))
                            .mapToLong(it -> Long.parseLong(it.replaceAll("\\D+", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        }
    }
}
