package org.numakerbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.numakerbench.model.Step.Action;

/** The table of the example firmware's steps: names that stand in reports for good, in the order of main.cpp. */
class StepTableTest {
    private static final StepTable TABLE = StepTable.FIRMWARE;

    private static List<String> names(String... tests) {
        return TABLE.of(List.of(tests)).stream().map(Step::name).toList();
    }

    @Test
    void theStepsOfAnMqttRunAreInTheFirmwaresOrder() {
        assertThat(names("mqtt"))
                .startsWith("boot", "network", "mqtt.tls", "mqtt.connect", "mqtt.user.subscribe", "mqtt.user.publish")
                .containsSubsequence(
                        "mqtt.user.arrive",
                        "mqtt.user.unsubscribe",
                        "mqtt.user",
                        "mqtt.shadow-update.subscribe",
                        "mqtt.shadow-update",
                        "mqtt.shadow-get",
                        "mqtt.shadow-delete")
                .endsWith("mqtt.disconnect", "heap")
                .hasSize(26);
    }

    @Test
    void theStepsOfAnHttpsRunAreInTheFirmwaresOrder() {
        assertThat(names("https"))
                .containsExactly(
                        "boot",
                        "network",
                        "https.tls",
                        "https.user-publish",
                        "https.shadow-update-topic",
                        "https.shadow-get-topic",
                        "https.shadow-delete-topic",
                        "https.shadow-update-rest",
                        "https.shadow-get-rest",
                        "https.shadow-delete-rest",
                        "heap");
    }

    @Test
    void aStepKnowsItsPhaseItsStageAndItsTopic() {
        Step publish = TABLE.named("mqtt.shadow-get.publish");
        assertThat(publish.phase()).isEqualTo("mqtt.shadow-get");
        assertThat(publish.stage()).isEqualTo(Stage.MQTT);
        assertThat(publish.topic("T", "u/t")).isEqualTo("$aws/things/T/shadow/get");
        assertThat(TABLE.inPhaseOf(publish, Action.PHASE).name()).isEqualTo("mqtt.shadow-get");
        assertThat(TABLE.named("mqtt.user.publish").topic("T", "u/t")).isEqualTo("u/t");
        assertThat(TABLE.named("https.tls").stage()).isEqualTo(Stage.TLS);
        assertThat(TABLE.inPhaseOf(TABLE.named("https.tls"), Action.PHASE)).isEqualTo(TABLE.named("https.tls"));
    }

    @Test
    void aRequestIsToATopicOrToTheShadowItself() {
        assertThat(TABLE.named("https.user-publish").request("T", "u/t")).isEqualTo("POST /topics/u/t");
        assertThat(TABLE.named("https.shadow-delete-topic").request("T", "u/t"))
                .isEqualTo("POST /topics/$aws/things/T/shadow/delete");
        assertThat(TABLE.named("https.shadow-update-rest").request("T", "u/t")).isEqualTo("POST /things/T/shadow");
        assertThat(TABLE.named("https.shadow-delete-rest").request("T", "u/t")).isEqualTo("DELETE /things/T/shadow");
    }

    @Test
    void whatComesNextDependsOnTheTestsOfTheRun() {
        Step network = TABLE.named("network");
        assertThat(TABLE.after(network, List.of("mqtt", "https")).name()).isEqualTo("mqtt.tls");
        assertThat(TABLE.after(network, List.of("https")).name()).isEqualTo("https.tls");
        Step disconnect = TABLE.named("mqtt.disconnect");
        assertThat(TABLE.after(disconnect, List.of("mqtt", "https")).name()).isEqualTo("https.tls");
        assertThat(TABLE.after(disconnect, List.of("mqtt")).name()).isEqualTo("heap");
        assertThat(TABLE.after(TABLE.named("heap"), List.of("mqtt")).name()).isEqualTo("heap");
    }

    @Test
    void theLastStepOfATestEndsIt() {
        assertThat(TABLE.of(List.of("mqtt", "https")).stream().filter(TABLE::endsTest))
                .extracting(Step::name)
                .containsExactly("network", "mqtt.disconnect", "https.shadow-delete-rest", "heap");
    }

    @Test
    void aNameThatIsNoStepIsAnError() {
        assertThatThrownBy(() -> TABLE.named("mqtt.nothing"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("mqtt.nothing");
    }
}
