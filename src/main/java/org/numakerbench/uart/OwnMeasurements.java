package org.numakerbench.uart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Measure;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Samples;

/** The numbers that lines of a user's own firmware print and that are worth keeping. */
public final class OwnMeasurements {
    private OwnMeasurements() {}

    /**
     * One measurement a name, in the order of the claims; a name that two lines share has the samples of both.
     *
     * @param claims of one boot; a text that is no number is no sample
     */
    public static List<Measurement> of(FirmwareDescription firmware, List<Claim> claims) {
        Map<String, Line> lines = new LinkedHashMap<>();
        Map<String, List<Double>> samples = new LinkedHashMap<>();
        for (Claim claim : claims) {
            Line line = firmware.line(claim.string(FirmwareDescription.ROW));
            Measure measure = line == null ? null : line.measure();
            if (measure != null) {
                number(claim.fields().get(measure.value())).ifPresent(value -> {
                    lines.putIfAbsent(measure.name(), line);
                    samples.computeIfAbsent(measure.name(), name -> new ArrayList<>())
                            .add(value);
                });
            }
        }
        return samples.entrySet().stream()
                .map(it -> measurement(lines.get(it.getKey()), it.getKey(), Samples.of(it.getValue())))
                .toList();
    }

    private static Measurement measurement(Line line, String name, Samples samples) {
        String unit = Objects.requireNonNull(line.measure()).unit();
        return new Measurement(
                name, unit == null ? "" : unit, Direction.BOTH, 0, 0, line.step(), Measurement.Limits.NONE, samples);
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
