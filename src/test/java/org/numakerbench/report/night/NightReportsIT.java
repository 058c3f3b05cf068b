package org.numakerbench.report.night;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.Metric;
import org.numakerbench.history.Rows;
import org.numakerbench.history.store.Databases;
import org.numakerbench.history.store.Databases.Kind;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabImages;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.AttemptSummary;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightReport.News;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.WorkItem;
import org.numakerbench.lab.store.Attempts.Ended;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.model.Failure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.secret.OwnSecrets;
import org.numakerbench.secret.Planted;

/** Nights that were run through the lab's database, on both kinds. */
class NightReportsIT {
    private static final Ended PASS = new Ended(Outcome.PASS, "run", null, null, "21 claims confirmed", 50_000L);
    private static final Ended FAILS = new Ended(
            Outcome.DEVICE_FAIL,
            "run",
            new Failure(Owner.DEVICE, Stage.MQTT, FailureCode.STEP_FAILED, "not authorised"),
            "mqtt.connect",
            "not authorised",
            null);
    private static final Ended FAULT = new Ended(
            Outcome.BENCH_FAULT,
            "run",
            new Failure(Owner.BENCH, Stage.FLASH, FailureCode.FLASH_FAILED, "no device found"),
            null,
            "no device found",
            null);

    @TempDir
    private Path scratch;

    private final List<LabStore> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(LabStore::close);
    }

    private LabStore lab(Kind kind) throws Exception {
        LabStore store = LabStore.open(Databases.fresh(kind, scratch));
        opened.add(store);
        return store;
    }

    private static NightRow begin(LabStore store, int build, String... boards) throws LabException {
        return begin(store, LabImages.SETTINGS, build, boards);
    }

    private static NightRow begin(LabStore store, String settings, int build, String... boards) throws LabException {
        List<WorkItem> items = new ArrayList<>();
        for (String board : boards) {
            items.add(LabImages.item(items.size(), board, build));
        }
        Instant now = store.database().clock().now();
        // Nights are told apart by the millisecond in which they began.
        while (!store.database().clock().now().isAfter(now.plusMillis(1))) {
            Thread.onSpinWait();
        }
        return store.nights().begin("nightly", "digest", settings, "host-a", now, Optional.empty(), items);
    }

    private static void run(LabStore store, NightRow night, String board, Ended... attempts) throws LabException {
        ItemRow item = store.nights().items(night.night()).stream()
                .filter(it -> it.place().equals("lab/" + board))
                .findFirst()
                .orElseThrow();
        for (Ended each : attempts) {
            AttemptRow attempt = store.attempts().begin(item, "lab", board, "host-a/1", item.image());
            store.attempts().end(attempt, each);
        }
        AttemptSummary tried = new AttemptSummary(store.attempts().at(item.item()));
        ItemOutcome word = tried.word();
        store.nights().close(item, word == null ? ItemOutcome.NOT_RUN : word, word == null ? "closed" : tried.reason());
    }

    private static NightRow ended(LabStore store, NightRow night) throws LabException {
        return store.nights().find(night.night()).orElseThrow();
    }

    private NightReport report(LabStore store, NightRow night) throws LabException {
        return new NightReports(store, HistoryAddress.beside(scratch)).of(night);
    }

    private static @Nullable News news(NightReport report, String board) {
        return report.cells().stream()
                .filter(it -> it.place().equals("lab/" + board))
                .map(report::news)
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNightIsComparedWithThoseBeforeIt(Kind kind) throws Exception {
        LabStore store = lab(kind);
        NightRow first = begin(store, 1, "a", "b", "c", "d");
        run(store, first, "a", PASS);
        run(store, first, "b", FAILS, FAILS);
        run(store, first, "c", FAULT);
        run(store, first, "d", FAILS, FAILS);
        ended(store, first);
        NightRow second = begin(store, 2, "a", "b", "c", "d");
        run(store, second, "a", PASS);
        run(store, second, "b", PASS);
        run(store, second, "c", PASS);
        run(store, second, "d", FAILS, FAILS);
        ended(store, second);
        NightRow third = begin(store, 3, "a", "b", "c", "d");
        run(store, third, "a", FAILS, FAULT);
        run(store, third, "b", FAULT, PASS);
        run(store, third, "c", FAILS, FAILS);
        run(store, third, "d", PASS);
        store.remark(third.night(), "host-a", "lab/b: its power was cycled");
        third = ended(store, third);
        NightReport report = report(store, third);

        assertThat(report.before()).isNotNull();
        assertThat(report.before().night()).isEqualTo(second.night());
        assertThat(news(report, "a")).isEqualTo(News.NEW_FAILURE);
        assertThat(news(report, "b")).isEqualTo(News.NONE);
        assertThat(news(report, "c")).isEqualTo(News.NEW_FAILURE);
        assertThat(news(report, "d")).isEqualTo(News.FIXED);
        assertThat(report.flaky()).extracting(NightCell::place).containsExactly("lab/b");
        NightCell a = report.cells().get(0);
        assertThat(a.word()).isEqualTo(ItemOutcome.DEVICE_FAIL);
        assertThat(report.since(a).sentence())
                .startsWith("since this night, build nightly-3; passed last with build nightly-2 on ");
        assertThat(report.remarks()).extracting(it -> it.words()).contains("lab/b: its power was cycled");
        assertThat(NightReports.exitCode(report)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theFirstFailureAfterTheLastPassTellsSinceWhichBuild(Kind kind) throws Exception {
        LabStore store = lab(kind);
        Ended[] nights = {FAILS, PASS, FAULT, FAILS, FAILS};
        for (int i = 0; i < nights.length; i++) {
            NightRow night = begin(store, i, "a");
            run(store, night, "a", nights[i]);
            ended(store, night);
        }
        NightRow tonight = begin(store, 9, "a");
        run(store, tonight, "a", FAILS);
        NightReport report = report(store, ended(store, tonight));

        assertThat(report.since(report.cells().get(0)).sentence())
                .matches("since [0-9-]+, build nightly-3 \\(this night's is nightly-9\\); passed last with build"
                        + " nightly-1 on [0-9-]+");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNightThatWasCancelledIsLookedThrough(Kind kind) throws Exception {
        LabStore store = lab(kind);
        NightRow first = begin(store, 1, "a");
        run(store, first, "a", FAILS);
        ended(store, first);
        NightRow cancelled = begin(store, 2, "a");
        store.nights().cancel(cancelled.night());
        ended(store, cancelled);
        NightRow tonight = begin(store, 3, "a");
        run(store, tonight, "a", FAILS);

        assertThat(news(report(store, ended(store, tonight)), "a")).isEqualTo(News.STILL_FAILING);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void noSecretIsInTheDatabaseNorInWhatTellsOfANight(Kind kind) throws Exception {
        OwnSecrets.add(List.of(Planted.EXPRESSION));
        LabStore store = lab(kind);
        NightRow night = begin(store, 1, "a", "b");
        Planted planted = Planted.number(1);
        run(
                store,
                night,
                "a",
                new Ended(
                        Outcome.DEVICE_FAIL,
                        planted.text(),
                        new Failure(Owner.DEVICE, Stage.MQTT, FailureCode.STEP_FAILED, planted.text()),
                        planted.text(),
                        planted.text(),
                        null));
        store.remark(night.night(), "host-a", planted.text());
        store.nights().closeWaiting(night.night(), null, FailureCode.CANCELLED, planted.text());
        NightReport report = report(store, ended(store, night));

        for (String output : List.of(
                store.attempts().of(night.night()).toString()
                        + store.nights().items(night.night())
                        + store.remarksOf(night),
                NightPage.write(report, RunLinks.NONE, 1),
                NightJson.write(report, 1),
                NightJunit.write(report),
                NightText.write(report, false),
                SlackText.of(report))) {
            assertThat(planted.foundIn(output)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void memoryThatGrewInABuildOfThisNightIsTold(Kind kind) throws Exception {
        LabStore store = lab(kind);
        HistoryAddress history = Databases.fresh(kind, scratch);
        try (HistoryStore rows = HistoryStore.open(history)) {
            rows.putAll(Rows.nights(15, 5));
        }
        NightRow grown = begin(store, 12, "a");
        run(store, grown, "a", PASS);
        NightReport report = new NightReports(store, history).of(ended(store, grown));

        assertThat(report.heapRegressions())
                .anyMatch(it -> it.startsWith("NUMAKER_PFM_M487 on ")
                        && it.contains("peak heap +4,096 bytes")
                        && it.contains("nightly-12"));
        assertThat(NightReports.exitCode(report)).isEqualTo(1);

        NightRow another = begin(store, 14, "a");
        run(store, another, "a", PASS);
        assertThat(new NightReports(store, history).of(ended(store, another)).heapRegressions())
                .as("a build after it is not to blame")
                .isEmpty();

        try (HistoryStore rows = HistoryStore.open(history)) {
            rows.accept(new Acceptance(
                    Rows.SERIES, Metric.MAX, Rows.image(12).sha256(), 4096, "agreed", "ann", Instant.now()));
        }
        assertThat(new NightReports(store, history).of(grown).heapRegressions())
                .noneMatch(it -> it.contains("peak heap"));
    }

    @Test
    void growthThatTheProfileAllowsIsNotTold() throws Exception {
        LabStore store = lab(Kind.SQLITE);
        HistoryAddress history = Databases.fresh(Kind.SQLITE, scratch);
        try (HistoryStore rows = HistoryStore.open(history)) {
            rows.putAll(Rows.nights(15, 5));
        }
        String allowing = LabImages.SETTINGS.replace("\"maxGrowthBytes\":null", "\"maxGrowthBytes\":4096");
        assertThat(allowing).contains("4096");
        NightRow grown = begin(store, allowing, 12, "a");
        run(store, grown, "a", PASS);

        assertThat(new NightReports(store, history).of(ended(store, grown)).heapRegressions())
                .noneMatch(it -> it.contains("peak heap +4,096 bytes"));
    }

    @Test
    void aHistoryThatIsMissingOrDamagedIsARemark() throws Exception {
        LabStore store = lab(Kind.SQLITE);
        NightRow night = begin(store, 1, "a");
        run(store, night, "a", PASS);
        ended(store, night);

        assertThat(report(store, night).remarks())
                .singleElement()
                .satisfies(it -> assertThat(it.words())
                        .startsWith(
                                "whether memory or a measurement got worse is not known: there is no heap history at"));
        Files.writeString(scratch.resolve("history.db"), "this is no database, and long enough to be seen as none");
        assertThat(report(store, night).remarks())
                .singleElement()
                .satisfies(it ->
                        assertThat(it.words()).startsWith("whether memory or a measurement got worse is not known: "));
        assertThat(NightReports.exitCode(report(store, night))).isZero();
    }
}
