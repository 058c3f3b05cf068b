package org.numakerbench.lab.night;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.Remark;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** A night for tests, told run by run; its words and reasons are what the lab would give. */
public final class ANight {
    private static final Instant FIRST = Instant.parse("2026-11-20T22:00:00Z");

    private final int number;
    private final NightRow row;
    private final Map<String, String> builds = new HashMap<>();
    private final List<ItemRow> items = new ArrayList<>();
    private final List<AttemptRow> attempts = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final List<String> regressions = new ArrayList<>();

    /** How one attempt ended. */
    public record Try(
            String outcome,
            @Nullable String stage,
            @Nullable String owner,
            @Nullable String step,
            String reason,
            @Nullable Long maxBytes,
            @Nullable FailureCode code) {
        public Try(
                String outcome,
                @Nullable String stage,
                @Nullable String owner,
                @Nullable String step,
                String reason,
                @Nullable Long maxBytes) {
            this(outcome, stage, owner, step, reason, maxBytes, null);
        }

        public Try heap(long bytes) {
            return new Try(outcome, stage, owner, step, reason, bytes, code);
        }

        public Try code(FailureCode its) {
            return new Try(outcome, stage, owner, step, reason, maxBytes, its);
        }
    }

    private ANight(int number, @Nullable Long endedMs) {
        this.number = number;
        long started = startedMs(number);
        this.row = new NightRow(
                FIRST.plusSeconds(86_400L * number).toString().substring(0, 10).replace("-", "") + "T220000Z-nightly",
                "nightly",
                "digest",
                "{\"retries\":{\"device\":1,\"cloud\":2,\"bench\":2},\"quarantineAfter\":3,\"patienceMs\":1000,"
                        + "\"failOnFlaky\":false,\"failOnHeapRegression\":true}",
                "host-a",
                started,
                null,
                null,
                endedMs);
    }

    /** The night of day {@code number}; its builds are of that day unless {@link #build} says otherwise. */
    public static ANight of(int number) {
        return new ANight(number, startedMs(number) + 7 * 3_600_000L);
    }

    /** One that goes on. */
    public static ANight underWay(int number) {
        return new ANight(number, null);
    }

    private static long startedMs(int number) {
        return FIRST.plusSeconds(86_400L * number).toEpochMilli();
    }

    public static Try pass() {
        return new Try("PASS", null, null, null, "21 claims confirmed, 4 not checkable from the host", 50_000L);
    }

    public static Try deviceFail(String step, String reason) {
        return new Try("DEVICE_FAIL", "mqtt", "device", step, reason, null);
    }

    public static Try mismatch(String step, String reason) {
        return new Try("MISMATCH", "mqtt", "device", step, reason, 50_000L);
    }

    public static Try benchFault(String stage, String reason) {
        return new Try("BENCH_FAULT", stage, "bench", null, reason, null);
    }

    public static Try cloudFault(String reason) {
        return new Try("CLOUD_FAULT", "mqtt", "cloud", null, reason, null);
    }

    /** The image that the plan's {@code build} stands for tonight. */
    public ANight build(String build, String buildId) {
        builds.put(build, buildId);
        return this;
    }

    public ANight run(String place, String build, Try... tries) {
        ItemRow open = item(place, build, null, null);
        List<AttemptRow> its = new ArrayList<>();
        for (Try each : tries) {
            its.add(attempt(open, its.size() + 1, each));
        }
        attempts.addAll(its);
        AttemptSummary tried = new AttemptSummary(its);
        ItemOutcome word = tried.word();
        items.add(ended(open, word == null ? null : word.name(), tried.reason()));
        return this;
    }

    /** Several boards, one and the same. */
    public ANight runs(List<String> places, String build, Try... tries) {
        places.forEach(it -> run(it, build, tries));
        return this;
    }

    public ANight notRun(String place, String build, String reason) {
        items.add(item(place, build, "NOT_RUN", reason));
        return this;
    }

    /** In the queue, or under way. */
    public ANight open(String place, String build) {
        items.add(item(place, build, null, null));
        return this;
    }

    public ANight remark(String host, String words) {
        remarks.add(new Remark(Instant.ofEpochMilli(row.startedMs() + 60_000), row.night(), host, words));
        return this;
    }

    public ANight regression(String sentence) {
        regressions.add(sentence);
        return this;
    }

    private ItemRow item(String place, String build, @Nullable String word, @Nullable String reason) {
        int ordinal = items.size();
        String image = builds.getOrDefault(build, build + "-" + number);
        int repeat = 1
                + (int) items.stream()
                        .filter(it -> it.place().equals(place) && it.build().equals(build))
                        .count();
        return new ItemRow(
                String.format(Locale.ROOT, "%s-%05d", row.night(), ordinal),
                row.night(),
                ordinal,
                place,
                "NUMAKER_PFM_M487",
                build,
                image,
                String.format("%064x", image.hashCode()),
                "mqtt+https",
                repeat,
                "thing t",
                "client c",
                "topic u",
                word,
                null,
                reason,
                word == null ? null : row.startedMs());
    }

    private static ItemRow ended(ItemRow it, @Nullable String word, String reason) {
        return new ItemRow(
                it.item(),
                it.night(),
                it.ordinal(),
                it.place(),
                it.target(),
                it.build(),
                it.image(),
                it.sha256(),
                it.phases(),
                it.repeat(),
                it.thingLease(),
                it.clientLease(),
                it.topicLease(),
                word,
                null,
                reason,
                1L);
    }

    private AttemptRow attempt(ItemRow item, int attempt, Try how) {
        int slash = item.place().indexOf('/');
        String board = slash < 0 ? "spare" : item.place().substring(slash + 1);
        long started = row.startedMs() + 60_000L * attempts.size() + 1000L * attempt;
        return new AttemptRow(
                item.item() + "-" + attempt,
                item.item(),
                attempt,
                slash < 0 ? "lab" : item.place().substring(0, slash),
                board,
                "host-a/1",
                item.item() + "-" + attempt + "-run",
                item.image(),
                started,
                started + 48_500,
                Outcome.valueOf(how.outcome()),
                how.stage() == null ? null : Stage.valueOf(how.stage().toUpperCase(Locale.ROOT)),
                how.owner() == null ? null : Owner.of(how.owner()),
                how.code() == null ? null : how.code().word(),
                how.step(),
                how.reason(),
                how.maxBytes());
    }

    public NightRow row() {
        return row;
    }

    public List<NightCell> cells() {
        return NightReport.cells(items, attempts);
    }

    /** The report of this night after {@code nights}, the newest last. */
    public NightReport after(ANight... nights) {
        Map<NightCell.Key, Earlier> earlier = new HashMap<>();
        Map<NightCell.Key, EarlierRun> passes = new HashMap<>();
        Map<NightCell.Key, Map<Owner, EarlierRun>> failures = new HashMap<>();
        for (ANight night : nights) {
            for (NightCell cell : night.cells()) {
                Earlier was = Earlier.of(night.row, cell);
                if (was.word() != ItemOutcome.NOT_RUN) {
                    earlier.put(cell.key(), was);
                }
                for (NightCell.Result result : cell.results()) {
                    for (AttemptRow each : result.attempts()) {
                        EarlierRun run = new EarlierRun(
                                night.row.night(),
                                result.item().image(),
                                result.item().sha256(),
                                each.buildId(),
                                each.run(),
                                each.startedMs());
                        if (each.isPass()) {
                            passes.put(cell.key(), run);
                            failures.remove(cell.key());
                        } else {
                            failures.computeIfAbsent(cell.key(), it -> new EnumMap<>(Owner.class))
                                    .putIfAbsent(Objects.requireNonNull(each.owner()), run);
                        }
                    }
                }
            }
        }
        return new NightReport(
                row,
                nights.length == 0 ? null : nights[nights.length - 1].row,
                cells(),
                earlier,
                earlier,
                passes,
                failures,
                regressions,
                List.of(),
                remarks);
    }
}
