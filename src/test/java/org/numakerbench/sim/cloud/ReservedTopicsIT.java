package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Which {@code $} topics there are, by MQTT and by HTTPS: what is granted at subscribe can be delivered, what is not there is not. */
class ReservedTopicsIT {
    private static final String SEVEN = "/1/2/3/4/5/6/7/8";

    @TempDir
    private static Path directory;

    private static LocalCloud cloud;

    private Visitors visitors;

    @BeforeAll
    static void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
    }

    @AfterAll
    static void stop() throws Exception {
        cloud.close();
    }

    @BeforeEach
    void arrive() {
        visitors = new Visitors(cloud);
    }

    @AfterEach
    void leave() throws Exception {
        visitors.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$aws/rules/R", "$aws/rules/My_Rule2/a", "$aws/rules/R" + SEVEN})
    void basicIngestIsTakenAndGoesPastAllSubscribers(String topic) throws Exception {
        Stranger watcher = visitors.witness("#", "$aws/things/#");
        Stranger device = visitors.device("D");

        device.publish(topic, "x");
        try (ShadowVisitor web = new ShadowVisitor(cloud)) {
            assertThat(web.post("/topics/" + topic + "?qos=1", "x").status()).isEqualTo(200);
        }

        visitors.settle(watcher);
        assertThat(watcher.arrivals)
                .filteredOn(each -> !each.topic().equals("settled"))
                .isEmpty();
        assertThat(device.client.isConnected()).isTrue();
    }

    @Test
    void theFirstThreeLevelsOfBasicIngestDoNotCountForTheLength() throws Exception {
        Stranger device = visitors.device("D");

        device.publish("$aws/rules/" + "r".repeat(128) + "/" + "x".repeat(256), "x");
        assertThatThrownBy(() -> device.publish("$aws/rules/R/" + "x".repeat(257), "x"))
                .isInstanceOf(MqttException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$aws/rules/R" + SEVEN + "/9",
                "$aws/rules/no-rule/a",
                "$aws/rules/",
                "$aws/things/T/defender/metrics/json",
                "$aws/things/T/streams/S/get/json",
                "$aws/things/T/jobs/get/accepted",
                "$aws/things/T/jobs/notify",
                "$aws/things/T/shadow/other",
                "$aws/commands/things/T/executions/E/response/json",
                "$aws/provisioning-templates/T/provision/json",
                "$aws/certificates/create/json",
                "$aws/events/presence/connected/D",
                "$other"
            })
    void whatIsNotThereCannotBePublishedOn(String topic) throws Exception {
        Stranger witness = visitors.witness("$aws/events/presence/disconnected/D");
        Stranger device = visitors.device("D");

        assertThatThrownBy(() -> device.publish(topic, "x")).isInstanceOf(MqttException.class);

        assertThat(visitors.reasonOfTheEndOf(witness, "D")).isEqualTo("CLIENT_ERROR");
        try (ShadowVisitor web = new ShadowVisitor(cloud)) {
            JsonNode error = web.post("/topics/" + topic, "x").body();
            assertThat(error.get("message").stringValue()).isIn("Reserved topic", "Invalid topic");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$aws/rules/R/a",
                "$aws/rules/#",
                "$aws/things/T/defender/metrics/json/accepted",
                "$aws/things/+/defender/#",
                "$aws/things/T/streams/S/data/json",
                "$aws/commands/things/T/executions/+/request/json",
                "$aws/provisioning-templates/T/provision/json/accepted",
                "$aws/certificates/create/json/+",
                "$aws/events/job/#",
                "$aws/device_location/T/get_position_estimate/accepted",
                "$SYS/#",
                "$share/g/$aws/rules/R/a"
            })
    void whatIsNotThereCannotBeSubscribedTo(String filter) throws Exception {
        Stranger device = visitors.device("D");

        int[] granted = device.client
                .subscribeWithResponse(new String[] {"a", filter}, new int[] {1, 1})
                .getGrantedQos();

        assertThat(granted).containsExactly(1, 128);
        assertThat(device.client.isConnected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$aws/#",
                "$aws/things/#",
                "$aws/things/+/+/get/accepted",
                "$aws/things/T/shadow/name/S/update/delta",
                "$aws/things/T/jobs/+/update/accepted",
                "$aws/+/presence/#",
                "$aws/events/#",
                "$aws/events/subscriptions/subscribed/+",
                "$share/g/$aws/things/+/shadow/#",
                "#"
            })
    void whatIsThereCanBeSubscribedTo(String filter) throws Exception {
        Stranger device = visitors.device("D");

        assertThat(device.client.subscribeWithResponse(filter, 1).getGrantedQos())
                .containsExactly(1);
    }
}
