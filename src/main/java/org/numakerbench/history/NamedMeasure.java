package org.numakerbench.history;

import org.numakerbench.history.change.Rules;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;

/**
 * A measurement as runs of one series give it.
 *
 * @param resolution what the way it is measured cannot tell apart, in the unit
 * @param floor smaller changes are none, in the unit
 */
public record NamedMeasure(String name, String unit, Direction direction, double resolution, double floor)
        implements Measure {
    /** Of a run's own measurement. */
    public static NamedMeasure of(Measurement it) {
        return new NamedMeasure(it.name(), it.unit(), it.direction(), it.resolution(), it.floor());
    }

    /** True when it is called so, or its name begins so up to a dot: {@code time.step.mqtt.connect} is below {@code time.step}. */
    public boolean isBelow(String start) {
        return start.isEmpty() || name.equals(start) || name.startsWith(start + ".");
    }

    @Override
    public String key() {
        return name;
    }

    @Override
    public String option() {
        return name;
    }

    @Override
    public String words() {
        return name;
    }

    @Override
    public Rules rules() {
        return Rules.DEFAULT.of(floor, resolution);
    }

    @Override
    public boolean tellsLeaks() {
        return name.equals("heap.current") || name.equals("heap.growth-per-loop");
    }
}
