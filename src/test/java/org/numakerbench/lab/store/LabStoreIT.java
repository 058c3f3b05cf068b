package org.numakerbench.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.numakerbench.lab.store.LabRows.ANY;
import static org.numakerbench.lab.store.LabRows.LEFT;
import static org.numakerbench.lab.store.LabRows.RIGHT;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.history.store.Connections;
import org.numakerbench.history.store.Databases;
import org.numakerbench.history.store.Databases.Kind;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView.BoardNow;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.lab.LabView.QueuedItem;
import org.numakerbench.lab.LabView.Remark;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.Leases.Wanted;
import org.numakerbench.lab.store.LogParts.Part;
import org.numakerbench.model.Failure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;

/** The same on both databases. */
class LabStoreIT {
    private static final Attempts.Ended PASSED = ended("PASS", null, null);

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNightIsInTheQueueWhenItHasBegun(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT, RIGHT, ANY);

            assertThat(night.night()).matches("\\d{8}T\\d{6}Z-plan");
            assertThat(night.endedMs()).isNull();
            assertThat(store.nights().find(night.night())).contains(night);
            assertThat(store.nights().newest("plan")).contains(night);
            assertThat(store.nights().newest("other")).isEmpty();
            assertThat(store.nights().underWay()).containsExactly(night);
            List<ItemRow> items = store.nights().items(night.night());
            assertThat(items)
                    .extracting(ItemRow::place)
                    .containsExactly("lab/left", "lab/right", "any NUMAKER_PFM_M487");
            assertThat(items.get(0).phases()).isEqualTo("mqtt+https");
            assertThat(items.get(0))
                    .extracting(ItemRow::thingLease, ItemRow::clientLease, ItemRow::topicLease)
                    .containsExactly("thing Lab-left", "client Lab left", "topic Lab/left");
            assertThat(store.queue(10))
                    .extracting(QueuedItem::place)
                    .containsExactly("lab/left", "lab/right", "any NUMAKER_PFM_M487");
            assertThat(store.queue(10)).noneMatch(QueuedItem::running);
            assertThat(store.nights().waitingPlaces(night.night())).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBoardTakesInTheirOrderWhatIsForItAndWhoseIdentityNobodyUses(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", RIGHT, LEFT, ANY);
            List<ItemRow> items = store.nights().items(night.night());

            assertThat(store.nights().next(LEFT, Set.of())).contains(items.get(1));
            LabRows.handOut(store, items.get(1), "agent/lab/left");
            assertThat(store.nights().next(LEFT, Set.of("another night"))).contains(items.get(2));
            assertThat(store.nights().next(LEFT, Set.of(night.night()))).isEmpty();
            store.leases()
                    .tryAcquire(
                            List.of(Wanted.alone("thing Lab-left")),
                            "agent/lab/right",
                            "lab/right",
                            Leases.WHILE_THERE);
            assertThat(store.nights().next(LEFT, Set.of()))
                    .as("its identity is in use")
                    .isEmpty();
            assertThat(store.nights().next(RIGHT, Set.of()))
                    .as("by that board itself")
                    .contains(items.get(0));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingIsTakenBeforeItsNightOpens(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Instant opens = store.database().clock().now().plusSeconds(3600);
            store.nights().begin("later", "digest", "{}", "host", opens, Optional.empty(), LabRows.items(LEFT));

            assertThat(store.nights().next(LEFT, Set.of())).isEmpty();
            assertThat(store.queue(10)).hasSize(1);
            NightRow now = LabRows.night(store, "now", LEFT);
            assertThat(store.nights().next(LEFT, Set.of()).orElseThrow().night())
                    .isEqualTo(now.night());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void twoNightsOfOneSecondHaveNamesOfTheirOwn(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Set<String> names = new java.util.HashSet<>();
            for (int i = 0; i < 5; i++) {
                names.add(LabRows.night(store, "plan", LEFT).night());
            }

            assertThat(names).hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theNightEndsWithItsLastItem(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT, RIGHT);
            List<ItemRow> items = store.nights().items(night.night());

            store.nights().close(items.get(0), ItemOutcome.PASS, "fine");
            assertThat(store.nights().find(night.night()).orElseThrow().endedMs())
                    .isNull();
            store.nights().close(items.get(0), ItemOutcome.MISMATCH, "too late");
            store.nights().close(items.get(1), ItemOutcome.DEVICE_FAIL, "crashed");

            assertThat(store.nights().find(night.night()).orElseThrow().endedMs())
                    .isNotNull();
            assertThat(store.nights(1)).singleElement().satisfies(it -> {
                assertThat(it.items()).isEqualTo(2);
                assertThat(it.done()).isEqualTo(2);
                assertThat(it.words()).isEqualTo(Map.of("PASS", 1, "DEVICE_FAIL", 1));
            });
            assertThat(store.nights().underWay()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRunOfAKilledAgentBelongsToTheAttemptThatBeganIt(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT);
            ItemRow item = store.nights().items(night.night()).get(0);
            AttemptRow whole = store.attempts().begin(item, "lab", "left", "agent", "b1");
            store.attempts().end(whole, PASSED);

            store.attempts().adopt("lab", "left", "no run of that attempt");
            store.attempts().begin(item, "lab", "left", "killed", "b1");
            store.attempts().adopt("lab", "right", "another board's");
            store.attempts().adopt("lab", "left", "cut-off-run");
            store.attempts().adopt("lab", "left", "a second one");

            assertThat(store.attempts().at(item.item()))
                    .extracting(AttemptRow::run)
                    .containsExactly(PASSED.run(), "cut-off-run");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyAttemptIsKept(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT);
            ItemRow item = store.nights().items(night.night()).get(0);

            AttemptRow first = store.attempts().begin(item, "lab", "left", "agent", "b1");
            store.attempts().running(first, "run-1");
            assertThat(store.queue(1)).singleElement().satisfies(it -> {
                assertThat(it.attempts()).isEqualTo(1);
                assertThat(it.run()).isEqualTo("run-1");
            });
            store.attempts().end(first, ended("DEVICE_FAIL", "device", "crashed"));
            AttemptRow second = store.attempts().begin(item, "lab", "left", "agent", "b1");
            store.attempts().end(second, PASSED);
            store.attempts().end(second, ended("MISMATCH", "device", "it has ended"));

            List<AttemptRow> tried = store.attempts().at(item.item());
            assertThat(tried).extracting(AttemptRow::outcome).containsExactly(Outcome.DEVICE_FAIL, Outcome.PASS);
            assertThat(tried).extracting(AttemptRow::number).containsExactly(1, 2);
            assertThat(tried.get(0).run()).isEqualTo("run-1");
            assertThat(ItemOutcome.of(tried)).isEqualTo(ItemOutcome.FLAKY);
            assertThat(store.attempts().of(night.night())).isEqualTo(tried);
            assertThat(store.attempts().lastOn(night.night(), "lab", "left", 1))
                    .extracting(AttemptRow::number)
                    .containsExactly(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anAttemptWhoseHostDiedEndsAsTheBenchsWhenTheNextBegins(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT);
            ItemRow item = store.nights().items(night.night()).get(0);
            store.attempts().begin(item, "lab", "left", "dead", "b1");

            store.attempts().begin(item, "lab", "left", "alive", "b1");

            List<AttemptRow> tried = store.attempts().at(item.item());
            assertThat(tried.get(0))
                    .extracting(AttemptRow::outcome, AttemptRow::owner, AttemptRow::reason)
                    .containsExactly(Outcome.BENCH_FAULT, Owner.BENCH, "interrupted: dead was stopped in mid-run");
            assertThat(tried.get(1).endedMs()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anAttemptThatCameToNothingIsForgotten(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT);
            ItemRow item = store.nights().items(night.night()).get(0);

            store.attempts().forget(store.attempts().begin(item, "lab", "left", "agent", null));

            assertThat(store.attempts().at(item.item())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatWaitsOnOneBoardIsClosedAndWhatRunsIsNot(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT, LEFT, RIGHT, ANY);
            List<ItemRow> items = store.nights().items(night.night());
            LabRows.handOut(store, items.get(0), "agent/lab/left");

            assertThat(store.nights().closeWaiting(night.night(), "lab/left", FailureCode.QUARANTINED, "in quarantine"))
                    .isEqualTo(1);

            assertThat(words(store, night)).containsExactly(null, ItemOutcome.NOT_RUN, null, null);
            assertThat(store.nights().items(night.night()).get(1).reason()).isEqualTo("in quarantine");
            assertThat(store.queue(10))
                    .extracting(QueuedItem::item)
                    .doesNotContain(items.get(1).item());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatWasTriedHasTheWordOfItsAttempts(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT);
            ItemRow item = store.nights().items(night.night()).get(0);
            store.attempts()
                    .end(
                            store.attempts().begin(item, "lab", "left", "agent", null),
                            ended("DEVICE_FAIL", "device", "crashed"));

            store.nights().closeWaiting(night.night(), null, FailureCode.NIGHT_CLOSED, "the night had closed");

            assertThat(store.nights().item(item.item()).orElseThrow())
                    .extracting(ItemRow::asWord, ItemRow::reason)
                    .containsExactly(ItemOutcome.DEVICE_FAIL, "crashed; not tried again: the night had closed");
            assertThat(store.nights().find(night.night()).orElseThrow().endedMs())
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCancelledNightWaitsForWhatRunsOnly(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT, RIGHT);
            List<ItemRow> items = store.nights().items(night.night());
            LabRows.handOut(store, items.get(0), "agent/lab/left");

            store.nights().cancel(night.night());

            assertThat(words(store, night)).containsExactly(null, ItemOutcome.NOT_RUN);
            assertThat(store.nights().cancelled(Set.of(night.night(), "other"))).containsExactly(night.night());
            assertThat(store.nights().cancelled(Set.of())).isEmpty();
            NightRow now = store.nights().find(night.night()).orElseThrow();
            assertThat(now.cancelledMs()).isNotNull();
            assertThat(now.endedMs()).isNull();
            store.nights().close(items.get(0), ItemOutcome.NOT_RUN, "cancelled");
            assertThat(store.nights().find(night.night()).orElseThrow().endedMs())
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNightThatHasClosedEndsWhoeverBeganIt(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Instant past = store.database().clock().now().minusSeconds(1);
            Instant future = past.plusSeconds(3600);
            NightRow closed = LabRows.night(store, "closed", Optional.of(past), LEFT);
            NightRow open = LabRows.night(store, "open", Optional.of(future), LEFT);

            store.nights().tidy();

            assertThat(store.nights().items(closed.night()).get(0).reason()).isEqualTo("the night had closed");
            assertThat(store.nights().underWay()).extracting(NightRow::night).containsExactly(open.night());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatADeadAgentDidIsInTheQueueAgain(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow night = LabRows.night(store, "plan", LEFT, RIGHT);
            List<ItemRow> items = store.nights().items(night.night());
            LabRows.handOut(store, items.get(0), "dead/lab/left");
            LabRows.handOut(store, items.get(1), "alive/lab/right");
            store.attempts().begin(items.get(0), "lab", "left", "dead", null);
            store.attempts().begin(items.get(1), "lab", "right", "alive", null);

            assertThat(store.attempts().openOf("dead")).isEqualTo(1);
            store.leases().abandonAll("dead");

            assertThat(store.queue(10))
                    .filteredOn(QueuedItem::running)
                    .extracting(QueuedItem::item)
                    .containsExactly(items.get(1).item());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theNightBeforeIsTheNewestOfThePlanThatEnded(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            NightRow first = LabRows.night(store, "plan", LEFT);
            store.nights().close(store.nights().items(first.night()).get(0), ItemOutcome.PASS, "");
            NightRow other = LabRows.night(store, "other", LEFT);
            store.nights().close(store.nights().items(other.night()).get(0), ItemOutcome.PASS, "");
            await().until(() -> store.database().clock().now().toEpochMilli() > first.startedMs());
            NightRow second = LabRows.night(store, "plan", LEFT);

            assertThat(store.nights().before(second)).map(NightRow::night).contains(first.night());
            assertThat(store.nights().before(first)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBoardIsWhatItsAgentSays(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            Boards boards = store.offers();
            boards.offer(LEFT, "agent");

            assertThat(store.boards()).singleElement().satisfies(it -> {
                assertThat(it.state()).isEqualTo(BoardState.IDLE);
                assertThat(it.target()).isEqualTo("NUMAKER_PFM_M487");
            });
            boards.state(LEFT, "agent", BoardState.RUNNING, "run-1", "build", "");
            boards.state(LEFT, "another", BoardState.QUARANTINED, null, null, "not its own");
            assertThat(store.boards()).singleElement().satisfies(it -> {
                assertThat(it.state()).isEqualTo(BoardState.RUNNING);
                assertThat(it.run()).isEqualTo("run-1");
                assertThat(it.image()).isEqualTo("build");
            });
            boards.state(LEFT, "agent", BoardState.WAITING, null, null, "the disk is full");
            assertThat(store.boards()).extracting(BoardNow::words).containsExactly("the disk is full");

            boards.gone("agent", "no agent connected");
            assertThat(store.boards()).extracting(BoardNow::state).containsExactly(BoardState.GONE);
            assertThat(boards.agents()).isEmpty();
            assertThat(boards.offered()).as("a plan may name it still").containsExactly(LEFT);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBoardWhoseAgentIsSilentIsGone(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            store.offers().offer(LEFT, "silent");
            store.offers().offer(RIGHT, "beating");
            store.database()
                    .write(open -> open.createUpdate(
                                    "update board set seen_ms = seen_ms - 61000, since_ms = since_ms - 90000")
                            .execute());
            store.offers().seen("beating");

            BoardNow gone = store.boards().get(0);
            assertThat(gone.state()).isEqualTo(BoardState.GONE);
            assertThat(gone.words()).isEqualTo("its agent has not been heard of");
            assertThat(gone.since()).as("since it was last heard of").isEqualTo(gone.seen());
            assertThat(store.boards().get(1).state()).isEqualTo(BoardState.IDLE);
            assertThat(store.offers().anyThere(List.of("lab/left"))).isFalse();
            assertThat(store.offers().anyThere(List.of("any NUMAKER_PFM_M487"))).isTrue();
            assertThat(store.offers().isAnotherFit(LEFT)).isTrue();
            assertThat(store.offers().isAnotherFit(RIGHT)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void othersHearWhatHasChanged(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        try (LabStore store = LabStore.open(address);
                LabStore other = LabStore.open(address)) {
            AtomicInteger seen = new AtomicInteger();
            AtomicInteger queued = new AtomicInteger();
            try (Closeable view = store.watch(seen::incrementAndGet);
                    Closeable queue = store.watchQueue(queued::incrementAndGet)) {
                hears(seen, () -> other.remark(null, "host", "something"));
                hears(queued, () -> LabRows.night(other, "plan", LEFT));
                hears(queued, () -> {
                    other.leases()
                            .tryAcquire(List.of(Wanted.alone("thing")), "holder", "lab/left", Duration.ofHours(1));
                    other.leases().release(Set.of("thing"), "holder");
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anotherProcessIsHeardToo(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        try (LabStore store = LabStore.open(address)) {
            AtomicInteger seen = new AtomicInteger();
            try (Closeable view = store.watch(seen::incrementAndGet)) {
                hears(seen, () -> {
                    Process process = new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    OtherProcess.class.getName(),
                                    address.toString())
                            .inheritIO()
                            .start();
                    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                    assertThat(process.exitValue()).isZero();
                });
            }
            assertThat(store.remarks(10)).extracting(Remark::words).contains("told by another process");
        }
    }

    private interface Change {
        void happen() throws Exception;
    }

    /** Again and again: the first may come before anybody listens. */
    private static void hears(AtomicInteger count, Change change) throws Exception {
        int before = count.get();
        change.happen();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            if (count.get() > before) {
                return true;
            }
            change.happen();
            return count.get() > before;
        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void remarksAreOfTheirNightOrOfItsTime(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            store.remark(null, "host", "before");
            Instant told = store.remarks(1).get(0).at();
            await().until(() -> store.database().clock().now().toEpochMilli() > told.toEpochMilli());
            NightRow night = LabRows.night(store, "plan", LEFT);
            store.remark(null, "host", "meanwhile");
            store.remark("another", "host", "not ours");
            store.remark(night.night(), "host", "ours");

            assertThat(store.remarksOf(night)).extracting(Remark::words).containsExactlyInAnyOrder("meanwhile", "ours");
            assertThat(store.remarks(10)).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLogComesInPartsAndThenWhole(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            LogParts logs = store.logs();
            logs.add("lab", "run", 1, bytes("one"));
            logs.add("lab", "run", 2, bytes("two"));
            logs.add("lab", "other", 1, bytes("not ours"));

            assertThat(texts(logs.after("lab", "run", 0))).containsExactly("1 one", "2 two");
            assertThat(texts(logs.after("lab", "run", 1))).containsExactly("2 two");

            logs.complete("lab", "run", bytes("one two three"));
            logs.add("lab", "run", 3, bytes("late"));
            logs.complete("lab", "run", bytes("again"));

            assertThat(logs.after("lab", "run", 2)).singleElement().satisfies(whole -> {
                assertThat(whole.last()).isTrue();
                assertThat(whole.number()).isEqualTo(LogParts.WHOLE);
                assertThat(new String(whole.gzip(), StandardCharsets.UTF_8)).isEqualTo("one two three");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPartThatIsSentTwiceCountsOnce(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            store.logs().add("lab", "run", 1, bytes("one"));
            store.logs().add("lab", "run", 1, bytes("one, again"));

            assertThat(texts(store.logs().after("lab", "run", 0))).containsExactly("1 one");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oldLogsAreTakenAway(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            store.logs().complete("lab", "old", bytes("old"));
            long after = store.database().clock().now().toEpochMilli() + 1;
            await().until(() -> store.database().clock().now().toEpochMilli() > after);
            store.logs().complete("lab", "new", bytes("new"));

            assertThat(store.logs().prune(after)).isEqualTo(1);

            assertThat(store.logs().after("lab", "old", 0)).isEmpty();
            assertThat(store.logs().after("lab", "new", 0)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoFollowsALogHearsThatItGrows(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        try (LabStore store = LabStore.open(address);
                LabStore other = LabStore.open(address)) {
            AtomicInteger grown = new AtomicInteger();
            AtomicInteger number = new AtomicInteger();
            try (Closeable following = store.logs().watch("lab", "run", grown::incrementAndGet)) {
                hears(grown, () -> other.logs().add("lab", "run", number.incrementAndGet(), bytes("more")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void imagesAreKeptWithAndWithoutMapAndDescription(Kind kind) throws Exception {
        try (LabStore store = open(kind)) {
            String sum = "a".repeat(64);
            store.images()
                    .put(new ImageFiles.Stored(
                            sum, "m487", bytes("old"), "image.bin", bytes("file"), null, null, null, null));
            store.images()
                    .put(new ImageFiles.Stored(
                            sum,
                            "m487",
                            bytes("newer"),
                            "image.bin",
                            bytes("file"),
                            "image.map",
                            bytes("map"),
                            "firmware.yaml",
                            bytes("lines: []")));

            ImageFiles.Stored found = store.images().find("m487", sum).orElseThrow();
            assertThat(found.manifest()).isEqualTo(bytes("newer"));
            assertThat(found.file()).isEqualTo(bytes("file"));
            assertThat(found.map()).isEqualTo(bytes("map"));
            assertThat(found.firmwareName()).isEqualTo("firmware.yaml");
            assertThat(found.firmware()).isEqualTo(bytes("lines: []"));
            assertThat(store.images().find("m487", "b".repeat(64))).isEmpty();
            store.images()
                    .put(new ImageFiles.Stored(
                            sum, "bare", bytes("m"), "image.bin", bytes("f"), null, null, null, null));
            assertThat(store.images().find("bare", sum).orElseThrow().map()).isNull();
        }
    }

    /** There the scheduler handed out items, each a row of its table; one ran, one waits to be tried again, one is over. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNightOfAnOlderProgramGoesOn(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        boolean shared = kind == Kind.POSTGRESQL;
        Flyway.configure()
                .dataSource(Connections.to(address))
                .locations("classpath:lab/migrations")
                .table("lab_schema_history")
                .placeholders(Map.of(
                        "blob", shared ? "bytea" : "blob",
                        "time", shared ? "timestamp with time zone" : "integer",
                        "millisOf", ""))
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("2")
                .load()
                .migrate();
        Instant opened = Instant.parse("2026-03-01T22:00:00.000Z");
        Instant opens = Instant.parse("2126-03-01T22:00:00.250Z");
        try (Connection connection = Connections.to(address).getConnection();
                Statement statement = connection.createStatement()) {
            for (String night : List.of("open", "later")) {
                statement.execute("insert into night (night, plan, digest, settings, host, started_ms) values ('"
                        + night + "', 'p', 'd', '{}', 'h', 1)");
                for (int i = 0; i < 3; i++) {
                    statement.execute("insert into item (item, night, ordinal, place, target, build, image, sha256,"
                            + " phases, repeat, thing_lease, client_lease, topic_lease, word) values ('" + night + i
                            + "', '" + night + "', " + i + ", 'lab/left', 'NUMAKER_PFM_M487', 'b', 'i', 's', 'mqtt', 1,"
                            + " 't', 'c', 'u', " + (i == 2 ? "'PASS'" : "null") + ")");
                    Instant due = (night.equals("open") ? opened : opens).plusMillis(i == 1 ? 501 : i);
                    if (i < 2) {
                        statement.execute(
                                "insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
                                        + " version) values ('run', '" + night + i + "', "
                                        + (shared ? "'" + due + "'" : String.valueOf(due.toEpochMilli())) + ", "
                                        + (shared ? i == 0 : i == 0 ? "1" : "0") + ", 1)");
                    }
                }
            }
        }

        try (LabStore store = LabStore.open(address)) {
            assertThat(store.queue(10))
                    .extracting(QueuedItem::item)
                    .containsExactly("open0", "open1", "later0", "later1");
            assertThat(store.queue(10)).noneMatch(QueuedItem::running);
            assertThat(store.nights().next(LEFT, Set.of()).map(ItemRow::item)).contains("open0");
            assertThat(store.nights().next(LEFT, Set.of("open")))
                    .as("not before it opens")
                    .isEmpty();
            long later = store.database()
                    .read(open -> open.createQuery("select opens_ms from night where night = 'later'")
                            .mapTo(Long.class)
                            .one());
            assertThat(later).isEqualTo(opens.toEpochMilli());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLabOfANewerProgramIsLeftAlone(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        LabStore.open(address).close();
        try (Connection connection = Connections.to(address).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into lab_schema_history (installed_rank, version, description, type, script,"
                    + " installed_by, execution_time, success) values (99, '7', 'x', 'SQL', 'V7__x.sql', 'x', 1, "
                    + (kind == Kind.SQLITE ? "1" : "true") + ")");
        }

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> LabStore.open(address))
                .withMessage(
                        "the lab's database " + address + " was written by a newer numaker-bench (schema 7, this one"
                                + " knows 4); update this program, or give it a database of its own");
    }

    @Test
    void aServerThatIsAwayIsNamed() {
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> LabStore.open(HistoryAddress.parse("postgresql://bench@localhost:1/bench")))
                .withMessageStartingWith("the lab's database postgresql://bench@localhost:1/bench cannot be reached")
                .withMessageContaining("check that the server runs");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() throws Exception {
        HistoryAddress there = Databases.fresh(Kind.POSTGRESQL, scratch);
        HistoryAddress address = HistoryAddress.parse(there.toString().replaceFirst("/[a-z0-9]+$", "/nosuch"));

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> LabStore.open(address))
                .withMessage("the lab's database " + address + " is not there; make it: createdb nosuch");
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws Exception {
        Path file = Files.writeString(scratch.resolve("notes.db"), "not a database ".repeat(100));

        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> LabStore.open(new HistoryAddress.Embedded(file)))
                .withMessage("the lab's database " + file
                        + " is damaged, or no database; move it away: the next night begins a new one");
    }

    /** Takes as long as another writer of the file is waited for: 20 s. */
    @Test
    void aFileThatAnotherProgramLocksIsNamed() throws Exception {
        HistoryAddress address = Databases.fresh(Kind.SQLITE, scratch);
        try (LabStore store = LabStore.open(address)) {
            try (Connection other = Connections.to(address).getConnection()) {
                other.setAutoCommit(false);
                try (Statement statement = other.createStatement()) {
                    statement.execute("delete from remark");
                }

                assertThatExceptionOfType(LabException.class)
                        .isThrownBy(() -> store.remark(null, "host", "words"))
                        .withMessage("the lab's database " + address
                                + " is locked by another program and stays so; end that program");
                other.rollback();
            }

            store.remark(null, "host", "words");
            assertThat(store.remarks(1)).hasSize(1);
        }
    }

    private LabStore open(Kind kind) throws Exception {
        return LabStore.open(Databases.fresh(kind, scratch));
    }

    private static List<ItemOutcome> words(LabStore store, NightRow night) throws LabException {
        return store.nights().items(night.night()).stream()
                .map(ItemRow::asWord)
                .collect(java.util.stream.Collectors.toList());
    }

    private static Attempts.Ended ended(String outcome, String owner, String reason) {
        Failure failure = owner == null ? null : new Failure(Owner.of(owner), null, FailureCode.STEP_FAILED, reason);
        return new Attempts.Ended(Outcome.valueOf(outcome), null, failure, null, reason, null);
    }

    private static List<String> texts(List<Part> parts) {
        return parts.stream()
                .map(it -> it.number() + " " + new String(it.gzip(), StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
