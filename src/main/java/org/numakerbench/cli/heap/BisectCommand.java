package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.ImageRuns;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Measure;
import org.numakerbench.history.Metric;
import org.numakerbench.history.NamedMeasure;
import org.numakerbench.history.RunRow;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.change.Bisection;
import org.numakerbench.history.change.Bisection.Step;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.history.store.HistoryStore.Listed;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.run.RunRecord;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench heap bisect}: every run goes into the history, so that a bisection that was stopped goes on where it was. */
@Command(
        name = "bisect",
        description =
                "Find the first image that brought a change of memory or of a measurement, with the fewest runs. Runs of these images that the "
                        + "history has count already: stopped, it goes on where it was.",
        mixinStandardHelpOptions = true)
public final class BisectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROFILE", description = "Bench profile with the boards to use.")
    private Path profileFile = Path.of("");

    @Option(
            names = "--images",
            paramLabel = "ID",
            split = ",",
            required = true,
            description = "Images in the order they were built, from a good one to a bad one.")
    private List<String> imageIds = new ArrayList<>();

    @Option(names = "--board", paramLabel = "NAME", description = "Only these boards, in turn; default: all that fit.")
    private List<String> boards = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "Where run directories go; default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("bench-runs");

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description =
                    "max, current, per-loop, stack, or a measurement that runs of these images gave; default: max.")
    private String metricName = "max";

    @Option(names = "--confidence", paramLabel = "P", description = "How sure to be; default: ${DEFAULT-VALUE}.")
    private double confidence = 0.99;

    @Option(names = "--max-runs", paramLabel = "N", description = "Give up after so many; default: ${DEFAULT-VALUE}.")
    private int maxRuns = 100;

    @Override
    public Integer call() throws IOException, InterruptedException, ProfileException, ImageException {
        if (imageIds.size() < 2) {
            throw new UsageException("--images " + String.join(",", imageIds) + ": give two or more, oldest first");
        }
        if (imageIds.stream().distinct().count() < imageIds.size()) {
            throw new UsageException("--images " + String.join(",", imageIds) + ": an image is named twice");
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new UsageException("--confidence " + confidence + ": must be above 0.5 and below 1");
        }
        Profile profile = Profiles.read(profileFile);
        List<Image> images = new ArrayList<>();
        for (String id : imageIds) {
            images.add(Images.find(profile.images(), id));
        }
        HistoryAddress address = profile.history().isPresent()
                ? HistoryAddress.parse(profile.history().get())
                : HistoryAddress.beside(out);
        try (ImageRuns runs = ImageRuns.of(profile, boards, out)) {
            Measure metric = metric(address, runs);
            Bisection bisection = new Bisection(metric.rules(), confidence);
            List<List<Double>> figures = known(address, runs, images, metric);
            figures.stream()
                    .filter(it -> !it.isEmpty())
                    .findFirst()
                    .ifPresent(it -> System.err.println("bench: the history has "
                            + Figures.count(
                                    figures.stream().mapToInt(List::size).sum(), "run") + " of these images"));
            int made = 0;
            int failed = 0;
            while (true) {
                Step step = bisection.next(figures.stream()
                        .map(it -> it.stream().mapToDouble(Double::doubleValue).toArray())
                        .toList());
                if (step instanceof Step.Found found) {
                    return found(images, metric, found, made);
                }
                if (step instanceof Step.NoDifference same) {
                    System.out.printf(
                            Locale.ROOT,
                            "no difference: %s of %s and of %s are %s apart, which is noise%n",
                            metric.words(),
                            imageIds.get(0),
                            imageIds.get(imageIds.size() - 1),
                            Figures.with(metric.unit(), Math.abs(same.bytes())));
                    return ExitCodes.PASS;
                }
                int build = ((Step.Run) step).build();
                if (made >= maxRuns || failed >= 3) {
                    System.out.println(
                            failed >= 3
                                    ? "given up: three runs in a row gave no figure; bench run tells why"
                                    : "not found in " + Figures.count(made, "run") + "; --max-runs allows more");
                    return ExitCodes.INCONCLUSIVE;
                }
                made++;
                RunRecord record = runs.next(images.get(build));
                Double figure = record == null ? null : figure(RunRow.of(record), metric);
                System.out.printf(
                        Locale.ROOT,
                        "run %d: %s, %s %s%n",
                        made,
                        imageIds.get(build),
                        metric.words(),
                        figure == null ? "not comparable" : Figures.with(metric.unit(), figure));
                failed = figure == null ? failed + 1 : 0;
                if (figure != null) {
                    figures.get(build).add(figure);
                }
            }
        }
    }

    private Measure metric(HistoryAddress address, ImageRuns runs) throws IOException {
        for (Metric each : List.of(Metric.MAX, Metric.CURRENT, Metric.PER_LOOP, Metric.STACK)) {
            if (each.option().equals(metricName)) {
                return each;
            }
        }
        try (HistoryStore store = HistoryStore.open(address)) {
            for (SeriesKey series : store.measuredSeries()) {
                for (NamedMeasure each : store.measures(series)) {
                    if (runs.networks().contains(series.network())
                            && each.name().equals(metricName)) {
                        return each;
                    }
                }
            }
        }
        throw new UsageException(
                "--metric " + metricName + ": a run measures max, current, per-loop or stack, and what "
                        + "bench trend lists once there are runs; "
                        + "what follows from the image alone, bench firmware diff tells");
    }

    private static @Nullable Double figure(RunRow row, Measure measure) {
        if (!(measure instanceof Metric metric)) {
            return row.median(measure.key());
        }
        if (!row.comparable()) {
            return null;
        }
        return switch (metric) {
            case CURRENT -> number(row.currentBytes());
            case STACK -> number(row.stackBytes());
            case PER_LOOP -> row.perLoopBytes();
            default -> number(row.maxBytes());
        };
    }

    private static @Nullable Double number(@Nullable Long bytes) {
        return bytes == null ? null : Double.valueOf(bytes);
    }

    /** What the history has of these images on these boards' networks. */
    private static List<List<Double>> known(HistoryAddress address, ImageRuns runs, List<Image> images, Measure metric)
            throws IOException {
        List<List<Double>> figures = new ArrayList<>();
        images.forEach(it -> figures.add(new ArrayList<>()));
        try (HistoryStore store = HistoryStore.open(address)) {
            HeapTrends trends = new HeapTrends(store);
            for (SeriesKey series : metric instanceof Metric
                    ? store.series().stream().map(Listed::series).toList()
                    : store.measuredSeries()) {
                if (!runs.networks().contains(series.network())) {
                    continue;
                }
                HeapTrend trend = trends.trend(series, metric);
                trend.builds().forEach(build -> {
                    for (int i = 0; i < images.size(); i++) {
                        Image image = images.get(i);
                        if (build.image().equals(image.id())
                                && build.sha256().equals(image.manifest().sha256())) {
                            figures.get(i)
                                    .addAll(build.runs().stream()
                                            .map(RunPoint::bytes)
                                            .toList());
                        }
                    }
                });
            }
        }
        return figures;
    }

    private int found(List<Image> images, Measure metric, Step.Found found, int made) {
        Image with = images.get(found.firstBad());
        String build = with.manifest().buildId();
        boolean worse = metric.direction().worsening(found.bytes()) > 0;
        System.out.printf(
                Locale.ROOT,
                "%s image: %s%s: %s %s (%s to %s); %s, %s%n",
                worse ? "first bad" : "first better",
                with.id(),
                build == null ? "" : ", build " + SafeText.line(build),
                metric.words(),
                Figures.signed(found.bytes()) + (metric.unit().isEmpty() ? "" : " " + metric.unit()),
                Figures.of(found.lowBytes()),
                Figures.of(found.highBytes()),
                sure(found.sure()),
                Figures.count(made, "run"));
        System.out.println((worse ? "last good" : "last before") + " image: " + imageIds.get(found.firstBad() - 1));
        return ExitCodes.DEVICE;
    }

    /** That it is this image. The model of the noise is no better than one in a hundred, however many digits it gives. */
    private static String sure(double probability) {
        return "this image with at least " + Math.min(99, (int) Math.floor(100 * probability)) + " % certainty";
    }
}
