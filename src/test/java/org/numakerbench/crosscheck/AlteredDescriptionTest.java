package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.crosscheck.RunLog.mqtt;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceJson;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.run.Replay;
import org.numakerbench.secret.GrowingRedaction;
import org.numakerbench.secret.SecretText;

/** A log that leaves its host loses its secrets; where that touches the description that it is judged by, it says so. */
class AlteredDescriptionTest {
    private static final Path EXAMPLE = Path.of("bench-profiles/firmware/example-with-sensor.yaml");
    private static final String TOPIC = "Nuvoton/Mbed/D001/sensor";

    private static RunLog honest() throws Exception {
        String capture = Files.readString(
                Path.of("bench-profiles/firmware/example-with-sensor.raw"), StandardCharsets.ISO_8859_1);
        return RunLog.own(Descriptions.read(EXAMPLE).usable().description(), capture)
                .before(line("Sensor publishes 23.5"), sent("23.52"))
                .before(line("Sensor publishes 23.6"), sent("23.6"));
    }

    private static Fact sent(String celsius) {
        return mqtt(TOPIC, "{\"uptime\": 17, \"sensor\": \"SHT31\", \"celsius\": " + celsius + "}");
    }

    private static List<EvidenceEntry> shared(String expression) throws Exception {
        SecretText secrets = SecretText.of(List.of(expression));
        return new GrowingRedaction(context -> secrets).accept(honest().entries(), true);
    }

    private static RunContext context(List<EvidenceEntry> entries) {
        return ((Fact.RunStarted) entries.get(0).fact()).context();
    }

    @Test
    void whatWasAlteredIsToldAndJudgesNothing() throws Exception {
        List<EvidenceEntry> entries = shared("SHT[0-9]+");

        Judgement judgement = Replay.of(entries, "shared").judgement();

        assertThat(context(entries).altered()).containsExactly("lines[1].published.json.sensor");
        assertThat(judgement.notes())
                .anySatisfy(it -> assertThat(it).contains("altered", "lines[1].published.json.sensor"));
        assertThat(judgement.findings())
                .filteredOn(it -> it.step().equals("sensor.publish"))
                .hasSize(2)
                .allSatisfy(it -> {
                    assertThat(it.verdict()).isEqualTo(UNCHECKABLE);
                    assertThat(it.reason()).contains("a secret was hidden");
                });
    }

    @Test
    void itTravelsWithTheLogAndIsNotForgottenWhenItIsCleanedAgain() throws Exception {
        List<EvidenceEntry> again =
                new GrowingRedaction(context -> SecretText.BUILT_IN).accept(shared("SHT[0-9]+"), true);
        byte[] written = EvidenceJson.line(again.get(0));
        EvidenceEntry read = EvidenceJson.entry(written, 0, written.length);

        assertThat(context(List.of(read)).altered()).containsExactly("lines[1].published.json.sensor");
    }

    @Test
    void aLogOfWhichNothingWasHiddenIsAsItWas() throws Exception {
        List<EvidenceEntry> entries = shared("labtoken=[0-9a-f]+");
        Judgement judgement = Replay.of(entries, "shared").judgement();

        assertThat(context(entries).altered()).isEmpty();
        assertThat(new String(EvidenceJson.line(entries.get(0)), StandardCharsets.UTF_8))
                .doesNotContain("altered");
        assertThat(judgement.notes()).isEmpty();
        assertThat(judgement.findings())
                .filteredOn(it -> it.step().equals("sensor.publish"))
                .extracting(Finding::verdict)
                .containsExactly(CONFIRMED, CONFIRMED);
    }

    @Test
    void aDescriptionOfWhichTooLittleIsLeftIsRefusedWithTheReason() throws Exception {
        List<EvidenceEntry> entries = shared("hexText|number|published");

        assertThatThrownBy(() -> Replay.of(entries, "shared"))
                .hasMessageContaining("hiding secrets altered it at lines[")
                .hasMessageContaining("narrow the expression");
    }
}
