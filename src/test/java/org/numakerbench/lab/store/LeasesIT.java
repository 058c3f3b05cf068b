package org.numakerbench.lab.store;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.history.store.Databases;
import org.numakerbench.history.store.Databases.Kind;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.store.Leases.Taken;
import org.numakerbench.lab.store.Leases.Wanted;

/** The same on both databases. */
class LeasesIT {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final List<Wanted> ABC = List.of(alone("a"), alone("b"), alone("c"));

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void allOrNone(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            assertThat(leases.tryAcquire(List.of(alone("b")), "one/x", "lab/x", LONG))
                    .isEmpty();

            assertThat(leases.tryAcquire(ABC, "two/y", "lab/y", LONG)).contains(new Taken("b", "one/x"));

            assertThat(LabRows.leased(store, "two")).isEmpty();
            leases.release(Set.of("b"), "one/x");
            assertThat(leases.tryAcquire(ABC, "two/y", "lab/y", LONG)).isEmpty();
            assertThat(LabRows.leased(store, "two")).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLeaseWithAnEndEndsByItself(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            leases.tryAcquire(ABC, "one/x", "lab/x", SHORT);
            passes(store, SHORT);

            assertThat(LabRows.leased(store, "one")).isEmpty();
            assertThat(leases.tryAcquire(ABC, "two/y", "lab/y", LONG)).isEmpty();
            assertThat(LabRows.leased(store, "one")).as("it is another's").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatItsHolderTakesAgainLastsAsLongAsTheHolder(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            leases.tryAcquire(ABC, "one/x", "lab/x", SHORT);

            assertThat(leases.tryAcquire(ABC, "one/x", "lab/x", Leases.WHILE_THERE))
                    .isEmpty();
            passes(store, SHORT);

            assertThat(leases.tryAcquire(ABC, "two/y", "lab/y", LONG)).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anAgentsNameIsNotTheBeginningOfAnothers(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            leases.tryAcquire(List.of(alone("a")), "host:1/x", "lab/x", LONG);
            leases.tryAcquire(List.of(alone("b")), "host:12/x", "lab/y", LONG);

            assertThat(LabRows.leased(store, "host:1")).containsExactly("a");
            leases.abandonAll("host:1");
            assertThat(LabRows.leased(store, "host:12")).containsExactly("b");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void onlyItsHolderLetsGo(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            leases.tryAcquire(ABC, "one/x", "lab/x", LONG);

            leases.release(Set.of("a", "b", "c"), "two/y");
            leases.abandon(Set.of("a", "b", "c"), "two/y");
            leases.release(Set.of(), "one/x");
            leases.abandon(Set.of(), "one/x");

            assertThat(LabRows.leased(store, "one")).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatABoardMayGoOnUsingStaysItsOwn(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            List<Wanted> wanted = List.of(alone("item"), new Wanted("thing", LONG));
            leases.tryAcquire(wanted, "one/x", "lab/x", LONG);

            leases.abandon(Set.of("item", "thing"), "one/x");

            assertThat(LabRows.leased(store, "one")).as("they are nobody's").isEmpty();
            assertThat(leases.tryAcquire(List.of(alone("item")), "two/y", "lab/y", LONG))
                    .as("what no board uses is free")
                    .isEmpty();
            leases.release(Set.of("item"), "two/y");
            assertThat(leases.tryAcquire(wanted, "two/y", "lab/y", LONG)).contains(new Taken("thing", ""));
            assertThat(leases.tryAcquire(wanted, "three/x", "lab/x", LONG))
                    .as("the same board, which is reset before it runs")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void itIsItsOwnForAsLongAsItMayGoOnAndNoLonger(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            leases.tryAcquire(List.of(new Wanted("thing", SHORT)), "one/x", "lab/x", LONG);

            leases.abandon(Set.of("thing"), "one/x");
            passes(store, SHORT);

            assertThat(leases.tryAcquire(List.of(alone("thing")), "two/y", "lab/y", LONG))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aHostThatDiesKeepsTheIdentityForItsBoardTooWithoutAWord(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            leases.tryAcquire(List.of(alone("item"), new Wanted("thing", LONG)), "one/x", "lab/x", SHORT);
            passes(store, SHORT);

            assertThat(LabRows.leased(store, "one"))
                    .as("the lease has ended, though the board goes on")
                    .isEmpty();
            assertThat(leases.tryAcquire(List.of(alone("item"), alone("thing")), "two/y", "lab/y", LONG))
                    .contains(new Taken("thing", "one/x"));
            assertThat(leases.tryAcquire(List.of(alone("item")), "two/y", "lab/y", LONG))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void allOfAnAgentsLeasesAreLetGoAtOnce(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Leases leases = store.leases();
            leases.tryAcquire(List.of(alone("board lab/x")), "one", "lab/x", LONG);
            leases.tryAcquire(List.of(alone("item"), new Wanted("thing", LONG)), "one/x", "lab/x", LONG);

            leases.abandonAll("one");

            assertThat(leases.tryAcquire(List.of(alone("board lab/x"), alone("item")), "two", "lab/y", LONG))
                    .isEmpty();
            assertThat(leases.tryAcquire(List.of(alone("thing")), "two", "lab/y", LONG))
                    .isPresent();
        }
    }

    /**
     * Each wants three of six names, again and again, lets go in one of the ways there are. Nobody ever has
     * what another has, and the database never has to end a deadlock.
     */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void manyThatContendNeverHoldTheSameAndNeverWaitForEachOtherInACircle(Kind kind) throws Exception {
        int threads = 8;
        int rounds = 60;
        int enough = 100;
        Map<String, String> holders = new ConcurrentHashMap<>();
        AtomicInteger held = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        HistoryAddress address = Databases.fresh(kind, scratch);
        try (LabStore one = LabStore.open(address);
                LabStore two = LabStore.open(address)) {
            ExecutorService workers = Executors.newFixedThreadPool(threads);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                LabStore store = i % 2 == 0 ? one : two;
                // Two boards an agent.
                String agent = "agent" + i / 2;
                String board = "b" + i;
                Random random = new Random(i);
                done.add(workers.submit(() -> {
                    start.await();
                    // How often one of them gets all three is the scheduler's affair: they go on until enough did.
                    for (int round = 0; round < rounds || held.get() < enough; round++) {
                        contend(store, agent, board, random, holders, held);
                    }
                    return null;
                }));
            }
            for (Future<?> each : done) {
                each.get(3, TimeUnit.MINUTES);
            }
            workers.shutdown();
        }
        assertThat(held.get()).as("it happened that somebody had all three").isGreaterThanOrEqualTo(enough);
    }

    private static void contend(
            LabStore store, String agent, String board, Random random, Map<String, String> holders, AtomicInteger held)
            throws LabException {
        Leases leases = store.leases();
        Set<String> names = random.ints(0, 6)
                .distinct()
                .limit(3)
                .mapToObj(it -> "name" + it)
                .collect(toSet());
        List<Wanted> wanted = names.stream().map(LeasesIT::alone).toList();
        String holder = agent + "/" + board;
        if (leases.tryAcquire(wanted, holder, "lab/" + board, LONG).isPresent()) {
            return;
        }
        held.incrementAndGet();
        for (String name : names) {
            assertThat(holders.putIfAbsent(name, holder)).as(name).isNull();
        }
        assertThat(LabRows.leased(store, agent)).containsAll(names);
        for (String name : names) {
            assertThat(holders.remove(name)).isEqualTo(holder);
        }
        if (random.nextBoolean()) {
            leases.release(names, holder);
        } else {
            leases.abandon(names, holder);
        }
    }

    private LabStore open(Kind kind) throws Exception {
        return LabStore.open(Databases.fresh(kind, scratch));
    }

    private static Wanted alone(String name) {
        return Wanted.alone(name);
    }

    private static void passes(LabStore store, Duration time) {
        Instant until = store.database().clock().now().plus(time);
        await().until(() -> store.database().clock().now().isAfter(until));
    }
}
