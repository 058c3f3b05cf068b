package org.numakerbench.crosscheck.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext.MeasurementFacts;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Samples;

/** Gathers a run's samples by name. What a figure is, its first sample says; its resolution is the coarsest of all. */
public final class SampleBook {
    /** Samples of one figure that are kept; a firmware may print a value for ever. */
    private static final int MOST_SAMPLES = 10_000;
    /** Figures of one run. */
    private static final int MOST_NAMES = 500;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private static final class Entry {
        private final Measurement what;
        private final List<Double> values = new ArrayList<>();
        private double resolution;

        Entry(Measurement what) {
            this.what = what;
        }
    }

    /** Adds one sample. */
    public void add(Measurement sample) {
        if (entries.size() == MOST_NAMES && !entries.containsKey(sample.name())) {
            return;
        }
        Entry entry = entries.computeIfAbsent(sample.name(), name -> new Entry(sample));
        entry.resolution = Math.max(entry.resolution, sample.resolution());
        if (entry.values.size() < MOST_SAMPLES) {
            entry.values.add(sample.samples().last());
        }
    }

    /**
     * All figures, in the order of their first samples.
     *
     * @param asked what the profile says of them by name, which counts for more than what they say of themselves
     */
    public List<Measurement> all(Map<String, MeasurementFacts> asked) {
        return entries.values().stream()
                .map(it -> measurement(it, asked.get(it.what.name())))
                .toList();
    }

    private static Measurement measurement(Entry entry, @Nullable MeasurementFacts asked) {
        Measurement what = entry.what;
        double floor = Math.max(what.floor(), entry.resolution);
        Samples samples = Samples.of(entry.values);
        if (asked == null) {
            return new Measurement(
                    what.name(),
                    what.unit(),
                    what.direction(),
                    entry.resolution,
                    floor,
                    what.step(),
                    what.limits(),
                    samples);
        }
        return new Measurement(
                what.name(),
                what.unit(),
                asked.direction() == null ? what.direction() : asked.direction(),
                entry.resolution,
                asked.floor() == null ? floor : asked.floor(),
                what.step(),
                new Limits(
                        asked.min() == null ? what.limits().min() : asked.min(),
                        asked.max() == null ? what.limits().max() : asked.max()),
                samples);
    }
}
