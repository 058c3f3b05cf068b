package org.numakerbench.report.run;

import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Samples;
import org.numakerbench.text.Figures;

/**
 * A measurement as a run's page shows it.
 *
 * @param value the median of its samples, with the unit
 * @param spread least and greatest, and how many; empty for a single sample
 * @param limits what it has to keep to; empty when nothing is asked
 * @param isBeyond whether a sample does not
 */
public record MeasurementRow(
        String name, String step, String value, String spread, String resolution, String limits, boolean isBeyond) {
    static MeasurementRow of(Measurement it) {
        Samples samples = it.samples();
        return new MeasurementRow(
                it.name(),
                it.step() == null ? "" : it.step(),
                Figures.with(it.unit(), samples.median()),
                samples.count() == 1
                        ? ""
                        : Figures.of(samples.min()) + " to " + Figures.of(samples.max()) + " in " + samples.count()
                                + " samples",
                it.resolution() == 0 ? "" : Figures.with(it.unit(), it.resolution()),
                limits(it),
                it.breach().isPresent());
    }

    private static String limits(Measurement it) {
        Limits limits = it.limits();
        String least = limits.min() == null ? "" : "at least " + Figures.with(it.unit(), limits.min());
        String most = limits.max() == null ? "" : "at most " + Figures.with(it.unit(), limits.max());
        return least.isEmpty() || most.isEmpty() ? least + most : least + ", " + most;
    }
}
