package org.numakerbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.doctor.Diagnosis.Level;
import org.numakerbench.profile.ProfileReader;

class ImageChecksTest {
    @TempDir
    Path directory;

    private List<Diagnosis> ofDescription(String description) throws Exception {
        Files.writeString(directory.resolve("own.yaml"), description);
        Path profile = Files.writeString(directory.resolve("bench.yaml"), """
                bench: b
                images: .
                firmware: own.yaml
                cloud: {local: {directory: cloud}}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
                """);
        return new ImageChecks(ProfileReader.read(profile))
                .all().stream()
                        .filter(it -> it.where().equals("firmware description"))
                        .toList();
    }

    @Test
    void aDescriptionThatCanBeUsedIsToldWithTheNumberOfItsLines() throws Exception {
        assertThat(ofDescription("""
                extends: nuvoton-aws-iot
                lines:
                  - {pattern: "RSSI {rssi:int} dBm", standing: neutral, reason: nobody else hears it}
                """))
                .singleElement()
                .satisfies(it -> assertThat(it.level()).isEqualTo(Level.OK))
                .satisfies(it -> assertThat(it.what()).endsWith("own.yaml: 1 line of its own"));
    }

    @Test
    void whatIsWrongWithADescriptionStopsARunAndIsToldBefore() throws Exception {
        assertThat(ofDescription("""
                extends: nuvoton-aws-iot
                lines:
                  - {pattern: "RSSI {rssi:whole} dBm", standing: neutral, reason: nobody else hears it}
                  - {pattern: "Sensor OK", says: okay}
                """))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.remedy()).contains("bench firmware try"))
                .extracting(Diagnosis::level)
                .containsOnly(Level.BROKEN);
    }
}
