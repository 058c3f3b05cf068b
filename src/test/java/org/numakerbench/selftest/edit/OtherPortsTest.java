package org.numakerbench.selftest.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.crosscheck.PackedLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.EndpointFacts;
import org.numakerbench.model.Outcome;

/** The ports are the profile's to choose: whichever it names, an honest run of both tests passes with the same findings. */
class OtherPortsTest {
    private static final Path RUNS = Path.of("src/test/resources/recorded-runs");

    @TempDir
    static Path scratch;

    @ParameterizedTest
    @CsvSource({"8883, 8443", "44443, 46647", "46647, 44443", "8443, 8883", "443, 8443", "8443, 443", "443, 443"})
    void an_honest_run_passes_at_any_port(int mqttPort, int httpsPort) {
        List<EvidenceEntry> clean = PackedLog.entries(scratch, RUNS, "clean-5.7.1");

        Judgement judgement = judged(at(clean, mqttPort, httpsPort));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(judgement.findings())
                .extracting(Finding::step)
                .containsExactlyElementsOf(
                        judged(clean).findings().stream().map(Finding::step).toList());
    }

    private static List<EvidenceEntry> at(List<EvidenceEntry> clean, int mqttPort, int httpsPort) {
        RunContext context = context(clean);
        List<EvidenceEntry> moved = clean;
        String from = context.endpoint().host() + ":";
        int[] ports = {context.endpoint().mqttPort(), context.endpoint().httpsPort()};
        int[] others = {mqttPort, httpsPort};
        for (int i = 0; i < ports.length; i++) {
            Recording run = new Recording(moved);
            for (int at = run.wire().indexOf(from + ports[i]); at >= 0; ) {
                int port = at + from.length();
                moved = run.withWire(port, port + String.valueOf(ports[i]).length(), others[i] + "x");
                run = new Recording(moved);
                at = run.wire().indexOf(from + ports[i], port);
            }
        }
        Recording marked = new Recording(moved);
        for (int at = marked.wire().indexOf(from); at >= 0; at = marked.wire().indexOf(from, at + 1)) {
            int mark = marked.wire().indexOf('x', at + from.length());
            moved = marked.withWire(mark, mark + 1, "");
            marked = new Recording(moved);
        }
        RunContext other = new RunContext(
                context.schema(),
                context.run(),
                context.bench(),
                context.board(),
                context.target(),
                context.image(),
                context.identity(),
                new EndpointFacts(context.endpoint().host(), mqttPort, httpsPort),
                context.phases(),
                context.ramBytes(),
                context.limits(),
                context.secrets(),
                context.build());
        return marked.with(0, new Fact.RunStarted(other));
    }

    private static RunContext context(List<EvidenceEntry> log) {
        return ((Fact.RunStarted) log.get(0).fact()).context();
    }

    private static Judgement judged(List<EvidenceEntry> log) {
        Judge judge = new Judge();
        log.forEach(judge::accept);
        return judge.judgement();
    }
}
