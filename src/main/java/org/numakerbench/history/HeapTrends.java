package org.numakerbench.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext.ModuleFacts;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.RunRow.ImageRow;
import org.numakerbench.history.change.BuildSamples;
import org.numakerbench.history.change.Change;
import org.numakerbench.history.change.ChangeDetector;
import org.numakerbench.history.change.Rules;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.history.store.HistoryStore.Figure;

/** Reads a series from the history and finds what changed in it. */
public final class HeapTrends {
    private static final int MODULES_TOLD = 5;

    private final HistoryStore store;

    public HeapTrends(HistoryStore store) {
        this.store = store;
    }

    /** One build with what its image is. */
    record Build(ImageRow image, BuildPoint point) {}

    /**
     * Whether memory got worse, by all builds.
     *
     * @param thresholdBytes smaller growth passes
     */
    public HeapCheck check(SeriesKey series, Measure metric, double thresholdBytes) throws HistoryException {
        return HeapCheck.of(trend(series, metric), null, thresholdBytes);
    }

    /**
     * Whether {@code candidate} is worse than the builds up to a base; builds between them are left out.
     *
     * @param bases names of the base, the first that the series has counts: image, build ID or commit; a commit may be
     *     shortened to seven digits
     * @param candidate the same; null for the newest build
     */
    public HeapCheck check(
            SeriesKey series, Measure metric, double thresholdBytes, List<String> bases, @Nullable String candidate)
            throws HistoryException {
        List<Build> builds = builds(series, metric);
        int base = bases.stream()
                .mapToInt(it -> last(builds, it))
                .filter(it -> it >= 0)
                .findFirst()
                .orElse(-1);
        int newest = candidate == null ? builds.size() - 1 : last(builds, candidate);
        if (base < 0 || newest < 0 || base == newest) {
            String missing = base < 0
                    ? "no figures of " + bases.get(0)
                    : newest < 0 ? "no figures of " + candidate : bases.get(0) + " is the newest build itself";
            return new HeapCheck(series, metric, HeapCheck.State.UNKNOWN, List.of(), missing);
        }
        List<Build> compared = new ArrayList<>(builds.subList(0, base + 1));
        compared.remove(builds.get(newest));
        compared.add(builds.get(newest));
        return HeapCheck.of(
                trend(series, metric, compared), builds.get(newest).image().image(), thresholdBytes);
    }

    /** The last build that {@code name} names; -1 without. */
    private static int last(List<Build> builds, String name) {
        for (int i = builds.size() - 1; i >= 0; i--) {
            ImageRow image = builds.get(i).image();
            boolean named = name.equals(image.image())
                    || name.equals(image.buildId())
                    || image.commit() != null
                            && name.length() >= 7
                            && image.commit().startsWith(name);
            if (named) {
                return i;
            }
        }
        return -1;
    }

    /** The whole series. Without a single figure it has no builds. */
    public HeapTrend trend(SeriesKey series, Measure metric) throws HistoryException {
        return trend(series, metric, builds(series, metric));
    }

    private List<Build> builds(SeriesKey series, Measure metric) throws HistoryException {
        Map<ImageRow, List<Figure>> figures = store.figures(series, metric);
        List<Build> builds = new ArrayList<>();
        figures.forEach((image, runs) -> builds.add(new Build(image, point(image, runs))));
        return inOrder(builds);
    }

    private static boolean isOrderedByCommit(List<Build> builds) {
        return builds.stream().anyMatch(it -> it.image().commitNumber() != null);
    }

    /** By commit; one that has no number comes behind all whose first runs were before its own. */
    private static List<Build> inOrder(List<Build> builds) {
        Comparator<Build> byTime = Comparator.comparing((Build it) -> it.point().first())
                .thenComparing(it -> it.image().image());
        List<Build> ordered = new ArrayList<>(builds.stream()
                .filter(it -> it.image().commitNumber() != null)
                .sorted(Comparator.comparing(
                                (Build it) -> Objects.requireNonNull(it.image().commitNumber()))
                        .thenComparing(byTime))
                .toList());
        List<Build> others = builds.stream()
                .filter(it -> it.image().commitNumber() == null)
                .sorted(byTime)
                .toList();
        for (Build other : others) {
            int place = ordered.size();
            while (place > 0
                    && ordered.get(place - 1)
                            .point()
                            .first()
                            .isAfter(other.point().first())) {
                place--;
            }
            ordered.add(place, other);
        }
        return ordered;
    }

    private HeapTrend trend(SeriesKey series, Measure metric, List<Build> builds) throws HistoryException {
        return new HeapTrend(
                series,
                metric,
                builds.stream().map(Build::point).toList(),
                isOrderedByCommit(builds),
                findings(metric, builds, store.accepted(series)),
                limit(metric, builds));
    }

    private static BuildPoint point(ImageRow image, List<Figure> runs) {
        Instant first = runs.get(0).started();
        return new BuildPoint(
                image.image(),
                image.sha256(),
                image.buildId(),
                image.commit(),
                image.commitNumber(),
                image.mbedOs(),
                image.toolchain(),
                first,
                runs.stream()
                        .map(it -> new RunPoint(it.run(), it.started(), it.board(), it.bytes()))
                        .toList());
    }

    private List<HeapFinding> findings(Measure metric, List<Build> builds, List<Acceptance> accepted) {
        List<BuildSamples> samples = builds.stream()
                .map(it -> new BuildSamples(
                        it.point().image(),
                        it.point().runs().stream().mapToDouble(RunPoint::bytes).toArray()))
                .toList();
        Rules rules = metric instanceof Metric ? metric.rules() : metric.rules().inGrains(grain(samples));
        return new ChangeDetector(rules)
                .find(samples).stream()
                        .map(change -> finding(metric, builds, accepted, change))
                        .toList();
    }

    /** The least difference between two figures, which is none where they are as fine as can be. */
    private static double grain(List<BuildSamples> builds) {
        double[] all = builds.stream()
                .flatMapToDouble(it -> Arrays.stream(it.bytes()))
                .sorted()
                .distinct()
                .toArray();
        double grain = Double.POSITIVE_INFINITY;
        for (int i = 1; i < all.length; i++) {
            grain = Math.min(grain, all[i] - all[i - 1]);
        }
        return all.length < 2 ? 0 : grain;
    }

    private static HeapFinding finding(Measure metric, List<Build> builds, List<Acceptance> accepted, Change change) {
        Build good = builds.get(change.lastGood());
        Build bad = builds.get(change.firstBad());
        Build last = builds.get(change.last());
        return new HeapFinding(
                metric,
                change,
                good.point(),
                bad.point(),
                last.point(),
                differences(good.image(), change.kind() == Change.Kind.DRIFT ? last.image() : bad.image()),
                accepted.stream()
                        .filter(it -> it.metric().equals(metric.key())
                                && it.sha256().equals(bad.image().sha256()))
                        .reduce((earlier, later) -> later)
                        .orElse(null));
    }

    /** What else differs between two images, most telling first. */
    static List<String> differences(ImageRow before, ImageRow after) {
        List<String> all = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.macros().keySet());
        names.addAll(after.macros().keySet());
        for (String name : names) {
            differs(all, name, before.macros().get(name), after.macros().get(name));
        }
        differs(all, "Mbed OS", before.mbedOs(), after.mbedOs());
        differs(all, "toolchain", before.toolchain(), after.toolchain());
        all.addAll(modules(before.modules(), after.modules()));
        return all;
    }

    private static void differs(List<String> all, String name, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            all.add(name + ": " + (before == null ? "not set" : before) + " -> " + (after == null ? "not set" : after));
        }
    }

    private static List<String> modules(Map<String, ModuleFacts> before, Map<String, ModuleFacts> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return List.of();
        }
        ModuleFacts none = new ModuleFacts(0, 0);
        Map<String, Long> ram = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            long grown = after.getOrDefault(name, none).ramBytes()
                    - before.getOrDefault(name, none).ramBytes();
            if (grown != 0) {
                ram.put(name, grown);
            }
        }
        return ram.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Long> it) -> -Math.abs(it.getValue())))
                .limit(MODULES_TOLD)
                .map(it -> String.format(
                        java.util.Locale.ROOT, "static RAM of %s: %+,d bytes", it.getKey(), it.getValue()))
                .toList();
    }

    /** Of the newest build: earlier ones may have had more static data. */
    private static @Nullable Long limit(Measure metric, List<Build> builds) {
        if (builds.isEmpty()) {
            return null;
        }
        ImageRow newest = builds.get(builds.size() - 1).image();
        Long fixed = newest.staticBytes();
        if (newest.ramBytes() >= Integer.MAX_VALUE) {
            return null; // a machine of which nobody knows what it has
        }
        if (!(metric instanceof Metric heap)) {
            return null;
        }
        return switch (heap) {
            case MAX, CURRENT -> fixed == null ? newest.ramBytes() : Long.valueOf(newest.ramBytes() - fixed);
            case STATIC, TOTAL -> newest.ramBytes();
            case PER_LOOP, STACK, FLASH -> null;
        };
    }
}
