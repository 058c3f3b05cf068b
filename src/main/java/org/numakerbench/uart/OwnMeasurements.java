package org.numakerbench.uart;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Measure;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Samples;

/** The numbers that lines of a user's own firmware print and that are worth keeping. */
public final class OwnMeasurements {
    private OwnMeasurements() {}

    /** The one sample that a claim has; empty when its line measures nothing, or the text is no number. */
    public static Optional<Measurement> sample(FirmwareDescription firmware, Claim claim) {
        Line line = firmware.line(claim.string(FirmwareDescription.ROW));
        Measure measure = line == null ? null : line.measure();
        return measure == null
                ? Optional.empty()
                : number(claim.fields().get(measure.value()))
                        .map(value -> new Measurement(
                                measure.name(),
                                Objects.requireNonNullElse(measure.unit(), ""),
                                Objects.requireNonNullElse(measure.direction(), Direction.BOTH),
                                0,
                                Objects.requireNonNullElse(measure.floor(), 0.0),
                                line.step(),
                                Objects.requireNonNullElse(measure.limits(), Limits.NONE),
                                Samples.of(List.of(value))));
    }

    private static Optional<Double> number(@Nullable Object value) {
        try {
            return value instanceof Number number
                    ? Optional.of(number.doubleValue())
                    : Optional.of(new BigDecimal(String.valueOf(value).strip()).doubleValue());
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }
}
