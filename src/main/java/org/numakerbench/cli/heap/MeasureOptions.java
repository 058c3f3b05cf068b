package org.numakerbench.cli.heap;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which measurements of which series. */
final class MeasureOptions {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Measurements, time.mqtt-connect, or all below a name: time, time.step.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--series", paramLabel = "TEXT", description = "Only series whose name holds this text.")
    private String text = "";

    /** True when none is named: all are meant, and shown at a glance. */
    boolean all() {
        return names.isEmpty();
    }

    SeriesOptions series() {
        return SeriesOptions.of(text, names);
    }
}
