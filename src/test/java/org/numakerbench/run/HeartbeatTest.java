package org.numakerbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Fact;

class HeartbeatTest {
    private static final Duration MOST = Duration.ofMinutes(1);

    private final Queue<Fact> record = new ConcurrentLinkedQueue<>();

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(it -> it.getName().equals("heartbeat"))
                .count();
    }

    @Test
    void oneThreadBeatsForAllRunsAndEndsWithTheLast() {
        List<Heartbeat> runs = Stream.generate(() -> Heartbeat.start(record::add, MOST))
                .limit(8)
                .toList();
        assertThat(threads()).isEqualTo(1);

        runs.forEach(Heartbeat::close);
        assertThat(record).hasSizeGreaterThanOrEqualTo(8).hasOnlyElementsOfType(Fact.HostLag.class);
        await().until(() -> threads() == 0);

        Heartbeat.start(record::add, MOST).close();
        await().until(() -> threads() == 0);
    }

    @Test
    void aRunThatCannotRecordDoesNotHoldTheOthersUp() {
        AtomicLong lateNanos = new AtomicLong();
        LongSupplier late = () -> System.nanoTime() + lateNanos.get();
        AtomicInteger refused = new AtomicInteger();
        Heartbeat full = Heartbeat.start(
                fact -> {
                    refused.incrementAndGet();
                    throw new IllegalStateException("disk full");
                },
                MOST,
                late);
        Heartbeat other = Heartbeat.start(record::add, MOST, late);
        for (int time = 1; time <= 2; time++) {
            int told = time;
            lateNanos.addAndGet(1_000_000_000);
            await().until(() -> record.size() == told);
        }

        assertThat(refused).hasValue(1);
        assertThatThrownBy(full::close).hasMessage("disk full");
        other.close();
    }
}
