package org.numakerbench.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.RunRow.ImageRow;
import org.numakerbench.history.change.Change.Kind;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.report.heap.HeapTrendTerminal;

class HeapTrendsTest {
    private static final long THRESHOLD = 64;

    @TempDir
    private Path scratch;

    private HistoryStore store;
    private HeapTrends trends;

    @BeforeEach
    void open() throws Exception {
        store = HistoryStore.open(new HistoryAddress.Embedded(scratch.resolve("h.db")));
        trends = new HeapTrends(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aStepIsToldWithItsImageAndWhatElseChanged() throws Exception {
        store.putAll(Rows.nights(20, 2));

        HeapTrend trend = trends.trend(Rows.SERIES, Metric.MAX);

        assertThat(trend.builds()).hasSize(20);
        assertThat(trend.orderedByCommit()).isTrue();
        assertThat(trend.limitBytes()).isEqualTo(163_840 - 42_019);
        assertThat(trend.findings()).singleElement().satisfies(it -> {
            assertThat(it.change().kind()).isEqualTo(Kind.STEP);
            assertThat(it.firstBad().image()).isEqualTo("nightly-12");
            assertThat(it.lastGood().image()).isEqualTo("nightly-11");
            assertThat(it.change().bytes()).isEqualTo(4096);
            assertThat(it.differences())
                    .containsExactly("TLS_CONTENT_BYTES: 4096 -> 16384", "static RAM of mbedtls: +1 bytes");
            assertThat(it.isLeak()).isFalse();
            assertThat(FindingWords.of(it))
                    .startsWith("peak heap +4,096 bytes (4,096 to 4,096) from nightly-12, build b12, commit 0000000")
                    .contains("last good nightly-11");
        });
        assertThat(trends.trend(Rows.SERIES, Metric.CURRENT).findings()).isEmpty();
    }

    @Test
    void buildsAreInTheOrderOfTheirCommitsNotOfTheirNights() throws Exception {
        store.putAll(
                List.of(Rows.run(Rows.SERIES, Rows.image(7), 1, 1, 1), Rows.run(Rows.SERIES, Rows.image(3), 2, 1, 1)));

        assertThat(trends.trend(Rows.SERIES, Metric.MAX).builds())
                .extracting(BuildPoint::image)
                .containsExactly("nightly-3", "nightly-7");
    }

    @Test
    void oneImageWithoutACommitNumberDoesNotReorderTheOthersAndIsNamed() throws Exception {
        ImageRow some = Rows.image(3);
        ImageRow unknown = new ImageRow(
                "by-hand", "ff", null, null, null, null, null, some.macros(), null, null, 163_840, some.modules());
        // Commit 7 was run before commit 3, as bisections do; the image of nobody knows where came in between.
        store.putAll(List.of(
                Rows.run(Rows.SERIES, Rows.image(7), 1, 1, 1),
                Rows.run(Rows.SERIES, unknown, 2, 1, 1),
                Rows.run(Rows.SERIES, Rows.image(3), 3, 1, 1),
                Rows.run(Rows.SERIES, Rows.image(9), 4, 1, 1)));

        HeapTrend trend = trends.trend(Rows.SERIES, Metric.MAX);

        assertThat(trend.builds())
                .extracting(BuildPoint::image)
                .filteredOn(it -> !it.equals("by-hand"))
                .containsExactly("nightly-3", "nightly-7", "nightly-9");
        assertThat(trend.placedByTime()).containsExactly("by-hand");
        assertThat(trend.orderWords()).contains("without a commit number", "by-hand", "--commit-number");
        assertThat(HeapTrendTerminal.write(trend, 80, false)).contains("by-hand (bench firmware add --commit-number");
    }

    @Test
    void withoutCommitsTheFirstRunsOrderThem() throws Exception {
        ImageRow known = Rows.image(3);
        ImageRow unknown = new ImageRow(
                "old", "ff", null, null, null, null, null, known.macros(), null, null, 163_840, known.modules());
        store.putAll(List.of(Rows.run(Rows.SERIES, known, 1, 1, 1), Rows.run(Rows.SERIES, unknown, 2, 1, 1)));

        HeapTrend trend = trends.trend(Rows.SERIES, Metric.MAX);

        assertThat(trend.builds()).extracting(BuildPoint::image).containsExactly("nightly-3", "old");
        assertThat(trend.limitBytes()).isEqualTo(163_840);
    }

    @Test
    void whatLeaksIsCalledALeak() throws Exception {
        List<RunRow> rows = new ArrayList<>();
        for (int build = 0; build < 20; build++) {
            rows.add(Rows.run(build, 0, 50_000, build < 10 ? 1351 : 2350));
        }
        store.putAll(rows);

        assertThat(trends.trend(Rows.SERIES, Metric.CURRENT).findings())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.isLeak()).isTrue();
                    assertThat(FindingWords.of(it)).startsWith("leak: heap at the end +999 bytes");
                });
        assertThat(trends.trend(Rows.SERIES, Metric.MAX).findings()).isEmpty();
    }

    @Test
    void theCheckFailsOnGrowthUntilSomebodyAcceptsIt() throws Exception {
        store.putAll(Rows.nights(20, 1));

        assertThat(trends.check(Rows.SERIES, Metric.MAX, THRESHOLD).state()).isEqualTo(State.REGRESSION);
        assertThat(trends.check(Rows.SERIES, Metric.MAX, 5000).state()).isEqualTo(State.PASS);

        store.accept(new Acceptance(
                Rows.SERIES, Metric.MAX, Rows.image(12).sha256(), 4096, "records of 16 KiB", "ann", Instant.EPOCH));
        assertThat(trends.check(Rows.SERIES, Metric.MAX, THRESHOLD).state()).isEqualTo(State.PASS);
        assertThat(trends.trend(Rows.SERIES, Metric.MAX).findings())
                .singleElement()
                .satisfies(it -> assertThat(it.accepted()).isNotNull());
    }

    @Test
    void growthThatWasTakenBackFailsNoMore() throws Exception {
        List<RunRow> rows = new ArrayList<>();
        for (int build = 0; build < 40; build++) {
            rows.add(Rows.run(build, 0, build >= 12 && build < 26 ? 54_096 : 50_000, 1351));
        }
        store.putAll(rows);

        assertThat(trends.trend(Rows.SERIES, Metric.MAX).findings()).hasSize(2);
        assertThat(trends.check(Rows.SERIES, Metric.MAX, THRESHOLD).state()).isEqualTo(State.PASS);
    }

    @Test
    void aCandidateIsComparedWithItsBaseOnly() throws Exception {
        List<RunRow> rows = new ArrayList<>();
        for (int build = 0; build < 30; build++) {
            for (int run = 0; run < 5; run++) {
                rows.add(Rows.run(build, run, build < 29 ? 50_000 : 50_128, 1351));
            }
        }
        store.putAll(rows);

        HeapCheck worse = trends.check(Rows.SERIES, Metric.MAX, THRESHOLD, List.of("nightly-20"), null);
        assertThat(worse.state()).isEqualTo(State.REGRESSION);
        assertThat(worse.words()).contains("+128 bytes").contains("nightly-29");
        assertThat(trends.check(Rows.SERIES, Metric.MAX, THRESHOLD, List.of("b10"), "nightly-25")
                        .state())
                .isEqualTo(State.PASS);
        assertThat(trends.check(Rows.SERIES, Metric.MAX, THRESHOLD, List.of("feature"), null))
                .satisfies(it -> {
                    assertThat(it.state()).isEqualTo(State.UNKNOWN);
                    assertThat(it.words()).isEqualTo("no figures of feature");
                });
        String commit = Rows.image(10).commit();
        assertThat(trends.check(
                                Rows.SERIES,
                                Metric.MAX,
                                THRESHOLD,
                                List.of("main", "f00", String.valueOf(commit)),
                                "nightly-25")
                        .state())
                .isEqualTo(State.PASS);
    }

    @Test
    void oneRunOfTheNewestBuildIsASuspectAndSaysWhatToDo() throws Exception {
        List<RunRow> rows = new ArrayList<>();
        for (int build = 0; build < 60; build++) {
            rows.add(Rows.run(build, 0, build < 59 ? 50_000 : 50_400, 1351));
        }
        store.putAll(rows);

        HeapCheck check = trends.check(Rows.SERIES, Metric.MAX, THRESHOLD);

        assertThat(check.state()).isEqualTo(State.SUSPECT);
        assertThat(check.words()).contains("run it again (bench run PROFILE --image nightly-59 --repeat 5)");
    }

    @Test
    void aSeriesWithoutFiguresIsUnknown() throws Exception {
        store.put(Rows.run(1, 1, 50_000, 1351));

        assertThat(trends.check(Rows.SERIES, Metric.STACK, THRESHOLD).words()).isEqualTo("no figures");
        assertThat(trends.check(Rows.SERIES, Metric.MAX, THRESHOLD).words()).isEqualTo("only one build has figures");
    }
}
