package org.numakerbench.model;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a run that has a history: a time, a size, what a sensor says.
 *
 * @param name stable over builds and boards; words of lower-case letters, digits and hyphens with dots between them:
 *     {@code time.tls-handshake}, {@code rssi}
 * @param unit of all its numbers, as people write it: {@code ms}, {@code bytes}, {@code dBm}; may be empty
 * @param resolution what cannot be told apart by the way it is measured, in the unit; 0 when nothing is known of it
 * @param floor smaller changes between builds are none, in the unit
 * @param step name of the test's step that it belongs to; null for the run's own
 * @param limits what every sample has to keep to
 */
public record Measurement(
        String name,
        String unit,
        Direction direction,
        double resolution,
        double floor,
        @Nullable String step,
        Limits limits,
        Samples samples) {
    /** Of a name; the same pattern stands in the schemas. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*");

    /** Characters of a name. */
    public static final int LONGEST_NAME = 80;

    public Measurement {
        if (!(resolution >= 0 && floor >= 0)) {
            throw new IllegalArgumentException(name + ": resolution " + resolution + ", floor " + floor);
        }
    }

    /** True for what a measurement can be called; profiles and descriptions are asked when they are read. */
    public static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    /**
     * What a sample has to keep to, both ends allowed; null where there is no such end.
     */
    public record Limits(@Nullable Double min, @Nullable Double max) {
        public static final Limits NONE = new Limits(null, null);
    }

    /**
     * A sample beyond a limit.
     *
     * @param above true beyond {@code max}, false below {@code min}
     */
    public record Breach(double value, double limit, boolean above) {}

    /** The worst sample that does not keep to the limits. */
    public Optional<Breach> breach() {
        Double min = limits.min();
        Double max = limits.max();
        if (max != null && samples.max() > max) {
            return Optional.of(new Breach(samples.max(), max, true));
        }
        return min != null && samples.min() < min
                ? Optional.of(new Breach(samples.min(), min, false))
                : Optional.empty();
    }
}
