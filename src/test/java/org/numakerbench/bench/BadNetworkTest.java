package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.tune.experiment.Experiment.Netem;

/** With a simulator for tc that writes down what it is told. */
class BadNetworkTest {
    @TempDir
    private Path scratch;

    private Optional<Netem> netem(String script) throws Exception {
        Path tc = Files.writeString(scratch.resolve("tc.sh"), script);
        return Optional.of(
                new Netem(List.of("sh", tc.toString()), "wlan0", Duration.ofMillis(100), Duration.ofMillis(20), 2, 0));
    }

    @Test
    void theNetworkIsBadForAsLongAsTheExperimentRuns() throws Exception {
        Path told = scratch.resolve("told");
        try (BadNetwork network = BadNetwork.begin(netem("echo \"$@\" >> " + told + "\n"))) {
            assertThat(network).isNotNull();
            assertThat(Files.readAllLines(told)).hasSize(1);
        }

        List<String> lines = Files.readAllLines(told);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("qdisc replace dev wlan0 root netem delay 100ms");
        assertThat(lines.get(1)).isEqualTo("qdisc del dev wlan0 root");
    }

    @Test
    void aRefusalIsNamedWithItsRemedy() {
        assertThatThrownBy(() -> BadNetwork.begin(netem("echo 'RTNETLINK answers: Operation not permitted'; exit 2\n")))
                .hasMessageContaining("Operation not permitted")
                .hasMessageContaining("[sudo, tc]");
    }

    @Test
    void withoutNetemNothingIsCalled() throws Exception {
        BadNetwork.begin(Optional.empty()).close();
    }
}
