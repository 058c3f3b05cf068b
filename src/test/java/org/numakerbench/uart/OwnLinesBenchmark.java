package org.numakerbench.uart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.uart.grammar.Grammar;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The example firmware's capture, read with its own lines and with 200 lines of a description beside them. A bound of the
 * design: at most 1.5 times the time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OwnLinesBenchmark {
    @Param({"0", "200"})
    public int ownLines;

    private byte[] capture;
    private Grammar grammar;

    @Setup
    public void load() {
        capture = Wire.sample("seed-mqtt-5.7.wire.log");
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < ownLines; i++) {
            // Half of them begin as lines of the example do.
            String pattern = (i % 2 == 0 ? "MQTT sensor " : "Sensor ") + i + " says {value:number} at {place:word}";
            lines.add(new Line(null, pattern, null, null, "sensor.read", null, false, null, "none", null, null, null));
        }
        grammar = ownLines == 0
                ? Grammar.FIRMWARE
                : Grammar.of(new FirmwareDescription("own", FirmwareDescription.EXAMPLE, null, null, lines, List.of()));
    }

    @Benchmark
    public List<Claim> parser() {
        UartParser parser = new UartParser(grammar, null);
        List<Claim> claims = new ArrayList<>(parser.accept(capture, 0, capture.length));
        claims.addAll(parser.end());
        return claims;
    }

    public static void main(String[] arguments) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(OwnLinesBenchmark.class.getName())
                        .forks(Integer.getInteger("benchmark.forks", 1))
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run();
        double[] medians = results.stream()
                .mapToDouble(it -> it.getPrimaryResult().getStatistics().getPercentile(50))
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "without %.1f us, with 200 own lines %.1f us: %.2f times the time%n",
                medians[0],
                medians[1],
                medians[1] / medians[0]);
    }
}
