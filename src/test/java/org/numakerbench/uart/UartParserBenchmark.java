package org.numakerbench.uart;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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
 * The parser against a list of regular expressions tried in turn, on whole captures: {@code scripts/parser-benchmark}.
 * Both make the same claims of the lines that are claims of their own; the parser also reads the blocks.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UartParserBenchmark {
    @Param({"seed-mqtt-5.7.wire.log", "https-5.7.wire.log", "mqtt-5.7-tls-verify-fail.wire.log"})
    public String capture;

    private byte[] bytes;
    private RegexLines regex;

    /** "lines": only the lines that both read. "capture": all of it, of which the parser alone reads the blocks. */
    @Param({"lines", "capture"})
    public String text;

    @Setup
    public void load() {
        bytes = text.equals("lines") ? linesOf(Wire.sample(capture)) : Wire.sample(capture);
        regex = new RegexLines();
        assertSameClaims(bytes, regex);
    }

    private static byte[] linesOf(byte[] capture) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Claim claim : UartParser.parse(capture)) {
            if (claim.text().indexOf('\n') < 0) {
                lines.write(capture, (int) claim.start(), (int) (claim.end() - claim.start()));
            }
        }
        return lines.toByteArray();
    }

    @Benchmark
    public List<Claim> parser() {
        return UartParser.parse(bytes);
    }

    @Benchmark
    public List<Claim> regularExpressions() {
        return regex.claims(bytes);
    }

    /** The claims of single lines are equal; those of blocks are the parser's alone. */
    static void assertSameClaims(byte[] bytes, RegexLines regex) {
        List<Claim> plain = regex.claims(bytes);
        List<Claim> ours = UartParser.parse(bytes).stream()
                .filter(claim -> claim.text().indexOf('\n') < 0)
                .toList();
        if (plain.size() != ours.size()) {
            throw new AssertionError("%d claims, %d by the parser".formatted(plain.size(), ours.size()));
        }
        for (int i = 0; i < plain.size(); i++) {
            Claim a = plain.get(i);
            Claim b = ours.get(i);
            boolean same = a.line() == b.line()
                    && a.kind() == b.kind()
                    && a.text().equals(b.text())
                    && a.fields().equals(b.fields())
                    && java.util.Objects.equals(a.ok(), b.ok());
            if (!same) {
                throw new AssertionError(a + " is not " + b);
            }
        }
    }

    /** A busy machine spoils a mean, not a median. */
    private static double median(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    public static void main(String[] arguments) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(UartParserBenchmark.class.getName())
                        .forks(Integer.getInteger("benchmark.forks", 1))
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run();
        for (RunResult parser : results) {
            String capture = parser.getParams().getParam("capture") + ", "
                    + parser.getParams().getParam("text");
            for (RunResult regex : results) {
                if (parser.getPrimaryResult().getLabel().equals("parser")
                        && regex.getPrimaryResult().getLabel().equals("regularExpressions")
                        && capture.equals(regex.getParams().getParam("capture") + ", "
                                + regex.getParams().getParam("text"))) {
                    double ours = median(parser);
                    double theirs = median(regex);
                    System.out.printf(
                            Locale.ROOT,
                            "%-44s parser %8.1f us, regular expressions %8.1f us: %.1f times as fast%n",
                            capture,
                            ours,
                            theirs,
                            theirs / ours);
                }
            }
        }
    }
}
