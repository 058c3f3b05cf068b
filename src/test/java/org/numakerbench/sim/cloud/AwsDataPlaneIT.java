package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iotdataplane.IotDataPlaneClient;
import software.amazon.awssdk.services.iotdataplane.model.ConflictException;
import software.amazon.awssdk.services.iotdataplane.model.ForbiddenException;
import software.amazon.awssdk.services.iotdataplane.model.ResourceNotFoundException;
import tools.jackson.databind.json.JsonMapper;

/** AWS's SDK for the HTTPS data plane, with a client certificate instead of a signature. */
class AwsDataPlaneIT {
    /** One for all: making credentials takes longer than a test. */
    @TempDir
    private static Path directory;

    private LocalCloud cloud;
    private IotDataPlaneClient client;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        // The example policy allows neither retained messages nor lists.
        cloud.setPolicy(CertificateRole.WITNESS, Visitors.RESTRICTED);
        var keys = Stranger.keys(cloud.credentials(), CertificateRole.WITNESS).getKeyManagers();
        var trusted = Stranger.trusting(cloud.credentials().ca()).getTrustManagers();
        client = IotDataPlaneClient.builder()
                .endpointOverride(URI.create("https://localhost:" + cloud.httpsPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.builder()
                        .tlsKeyManagersProvider(() -> keys)
                        .tlsTrustManagersProvider(() -> trusted)
                        .build())
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        cloud.close();
    }

    @Test
    void publishesAndReadsWhatIsRetained() throws Exception {
        try (Stranger device = Stranger.connected(cloud, CertificateRole.DEVICE, "D")) {
            device.client.subscribe("lab/a", 1);

            client.publish(it -> it.topic("lab/a").qos(1).retain(true).payload(SdkBytes.fromUtf8String("Hello")));

            await().until(() -> device.on("lab/a").contains("Hello"));
            assertThat(client.getRetainedMessage(it -> it.topic("lab/a"))
                            .payload()
                            .asUtf8String())
                    .isEqualTo("Hello");
            assertThat(client.listRetainedMessages(it -> {}).retainedTopics())
                    .extracting(each -> each.topic())
                    .containsExactly("lab/a");
        }
    }

    @Test
    void changesShadowsAndUnderstandsRefusals() throws Exception {
        client.updateThingShadow(it -> it.thingName("T")
                .shadowName("S")
                .payload(SdkBytes.fromUtf8String("{\"state\":{\"desired\":{\"a\":1}}}")));

        String document = client.getThingShadow(it -> it.thingName("T").shadowName("S"))
                .payload()
                .asUtf8String();

        assertThat(new JsonMapper().readTree(document).at("/state/delta/a").intValue())
                .isEqualTo(1);
        assertThat(client.listNamedShadowsForThing(it -> it.thingName("T")).results())
                .containsExactly("S");
        assertThatThrownBy(() -> client.getThingShadow(it -> it.thingName("T")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client.updateThingShadow(it -> it.thingName("T")
                        .shadowName("S")
                        .payload(SdkBytes.fromUtf8String("{\"state\":{},\"version\":7}"))))
                .isInstanceOf(ConflictException.class);
        client.deleteThingShadow(it -> it.thingName("T").shadowName("S"));
    }

    @Test
    void isRefusedByItsPolicy() {
        assertThatThrownBy(() -> client.publish(it -> it.topic("forbidden").qos(1)))
                .isInstanceOf(ForbiddenException.class);
    }
}
