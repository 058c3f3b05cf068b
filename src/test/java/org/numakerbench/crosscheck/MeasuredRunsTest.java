package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Samples;

/**
 * What is measured of real runs, one for each form of the firmware's lines.
 *
 * <p>After a wanted change run {@code mvn test -Dtest=MeasuredRunsTest -Dgolden.update=true}, then read the diff.
 */
class MeasuredRunsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "clean-5.7.1",
                "clean-5.9.7",
                "clean-5.10.4",
                "clean-5.12.4",
                "clean-5.15.1",
                "clean",
                "hang-mid-run"
            })
    void aRunIsMeasuredAsItWas(String name) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Measurement it : measured(RecordedRun.entries(name))) {
            Samples samples = it.samples();
            text.append(String.format(
                    Locale.ROOT,
                    "%s %s %s resolution %s floor %s step %s: %d of %.3f %.3f %.3f, last %.3f%n",
                    it.name(),
                    it.unit(),
                    it.direction().word(),
                    it.resolution(),
                    it.floor(),
                    it.step(),
                    samples.count(),
                    samples.min(),
                    samples.median(),
                    samples.max(),
                    samples.last()));
        }
        Path golden = RecordedRun.RUNS.resolve(name + ".measured.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(golden));
    }

    private static List<Measurement> measured(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return judge.judgement().measurements();
    }
}
