package org.numakerbench.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Feeds damaged inputs to one reader and keeps one input of each kind of failure. */
final class Fuzzing {
    /** Of the processor: a busy machine is not the reader's fault. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** An input and what the reader made of it. */
    record Failure(byte[] input, Throwable thrown) {}

    private final FuzzReader reader;
    private final List<byte[]> seeds;
    private final Mutator mutator;
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private volatile byte[] current = new byte[0];
    private long inputs;
    private long slowestMs;

    Fuzzing(FuzzReader reader, long seed) {
        this.reader = reader;
        this.seeds = reader.seeds().get();
        this.mutator = new Mutator(seeds, seed);
    }

    /** The seeds themselves, then others, until there were so many or the time is over. */
    void run(long most, Duration time) {
        seeds.forEach(this::one);
        for (long end = System.nanoTime() + time.toNanos(); inputs < most && System.nanoTime() < end; ) {
            byte[] input = mutator.next();
            one(inputs % 2 == 0 ? input : reader.repair().apply(input));
        }
    }

    /** One input. */
    void one(byte[] input) {
        current = input;
        inputs++;
        long before = THREADS.getCurrentThreadCpuTime();
        try {
            reader.check(input);
        } catch (Throwable thrown) {
            failures.putIfAbsent(kind(thrown), new Failure(input, thrown));
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - before;
        slowestMs = Math.max(slowestMs, Duration.ofNanos(nanos).toMillis());
        if (nanos > LONGEST.toNanos()) {
            failures.putIfAbsent("slow", new Failure(input, new AssertionError("took " + nanos / 1_000_000 + " ms")));
        }
    }

    /** Where in this project it came from: other inputs with the same origin are no news. */
    private static String kind(Throwable thrown) {
        return thrown.getClass().getName()
                + Stream.of(thrown.getStackTrace())
                        .filter(it -> it.getClassName().startsWith("org.numakerbench."))
                        .limit(2)
                        .map(it -> it.getClassName() + ":" + it.getLineNumber())
                        .collect(Collectors.joining(" < ", " at ", ""));
    }

    /** By kind. */
    Map<String, Failure> failures() {
        return failures;
    }

    /** The one being read, for a watchdog. */
    byte[] current() {
        return current;
    }

    long inputs() {
        return inputs;
    }

    long slowestMs() {
        return slowestMs;
    }

    /** The most that the heap has held, in MiB. */
    static long peakMebibytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(it -> it.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(it -> it.getUsed())
                        .sum()
                >> 20;
    }
}
