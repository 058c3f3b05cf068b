package org.numakerbench.run.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Limit;
import org.numakerbench.run.loop.DeviceLoop.Cause;

/** Loops as the README's {@code while (true)} firmware prints them, with what the cloud and the link showed meanwhile. */
class LoopReaderTest {
    private static final String CONNECTING = "Connecting with host.example:8883\r\nConnecting to host.example:8883\r\n";
    private static final String PHASES = phases();
    private static final String GOODBYE = "MQTT disconnecting\rMQTT disconnects OK\r\n";
    private static final String FAILED_TLS = "Starting the TLS handshake...\r\n"
            + "mbedtls_ssl_handshake() failed: -0x0001 (-1): UNKNOWN ERROR CODE (0001)\r\n"
            + "Connects with host.example:8883 failed: -1\r\n"
            + "MQTT disconnecting\rMQTT disconnects failed -1\r\n\rMQTT disconnects OK\r\n";
    private static final String REFUSED = "Failed to connect\r\nConnects with host.example:8883 failed: -1\r\n"
            + "MQTT disconnecting\rMQTT disconnects failed -1\r\n\rMQTT disconnects OK\r\n";

    private final LoopReader reader = new LoopReader();
    private final List<DeviceLoop> loops = new ArrayList<>();
    private long seq;
    private long ms;

    private static String phases() {
        StringBuilder text =
                new StringBuilder("Connects with host.example:8883 OK\r\nMQTT connecting\rMQTT connects OK\r\n");
        for (String title : List.of("user", "UpdateThingShadow", "GetThingShadow", "DeleteThingShadow")) {
            text.append("Subscribing/publishing ")
                    .append(title)
                    .append(" topic\r\nSubscribes/publishes ")
                    .append(title)
                    .append(" topic OK\r\n\r\n");
        }
        return text.toString();
    }

    @BeforeEach
    void boot() {
        says(new Fact.RunStarted(new RunContext(
                RunContext.SCHEMA,
                "run",
                "bench",
                "board",
                "NUMAKER_PFM_M487",
                new RunContext.ImageFacts("image", "00", "5.7.1", null),
                new RunContext.IdentityFacts("Thing", "Client", "Topic", "Topic"),
                new RunContext.EndpointFacts("host.example", 8883, 8443),
                List.of("mqtt"),
                163840,
                new RunContext.LimitFacts(5000, 10000, 45000, 600000, 10000, 30000),
                null,
                null)));
        says(new Fact.WitnessConnected("witness", "host.example:8883"));
        reset();
    }

    private void reset() {
        says(new Fact.ResetIssued("socket"));
        says(new Fact.ResetReturned("socket"));
        uart("\r\nStarting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n[EasyConnect] IPv4 mode\r\n");
    }

    private void says(Fact fact) {
        ms += 10;
        reader.accept(new EvidenceEntry(++seq, Instant.EPOCH.plusMillis(ms), ms * 1_000_000, fact));
        loops.addAll(reader.take());
    }

    private void uart(String text) {
        says(new Fact.UartReceived(Bytes.latin1(text)));
    }

    private void after(long millis) {
        ms += millis;
    }

    private void cloudSees() {
        for (String topic : List.of(
                "Topic",
                "$aws/things/Thing/shadow/update/accepted",
                "$aws/things/Thing/shadow/get/accepted",
                "$aws/things/Thing/shadow/delete/accepted")) {
            says(new Fact.MqttReceived(topic, Bytes.latin1("{}"), 1, false, false));
        }
    }

    private void goodLoop(long connection) {
        uart(CONNECTING);
        says(new Fact.LinkOpened(connection, "127.0.0.1:4000"));
        after(500);
        cloudSees();
        uart(PHASES + GOODBYE);
    }

    private void disturbedLoop(long connection) {
        uart(CONNECTING);
        says(new Fact.LinkOpened(connection, "127.0.0.1:4000"));
        after(300);
        says(new Fact.LinkFaultBegan(connection, "stall", "stall of 3000 ms after 812 bytes", 812, 4000));
        after(1000);
        uart(FAILED_TLS);
    }

    @Test
    void aLoopIsOverWhereTheNextBegins() {
        goodLoop(0);
        assertThat(loops).isEmpty();

        goodLoop(1);

        assertThat(loops).hasSize(1);
        assertThat(loops.get(0).passed()).isTrue();
        assertThat(loops.get(0).number()).isZero();
        assertThat(loops.get(0).endNanos() - loops.get(0).startNanos()).isEqualTo(570_000_000);
    }

    @Test
    void aFailureBelongsToTheFaultOfItsOwnConnection() {
        disturbedLoop(0);
        goodLoop(1);
        uart(CONNECTING);

        assertThat(loops).hasSize(2);
        assertThat(loops.get(0).cause()).isInstanceOfSatisfying(Cause.Disturbed.class, it -> {
            assertThat(it.fault().fault()).isEqualTo("stall");
            assertThat(it.fault().connection()).isZero();
        });
        assertThat(loops.get(0).failure().step()).isEqualTo("mqtt.tls");
        assertThat(loops.get(1).passed()).isTrue();
    }

    @Test
    void whatFollowsFromAFailureIsAConsequenceUntilALoopPasses() {
        disturbedLoop(0);
        for (int i = 0; i < 3; i++) {
            uart(CONNECTING);
            after(500);
            uart(REFUSED);
        }
        goodLoop(1);
        uart(CONNECTING);
        after(500);
        uart(REFUSED);
        uart(CONNECTING);

        assertThat(loops).hasSize(6);
        assertThat(loops.subList(1, 4)).allSatisfy(it -> assertThat(it.cause()).isEqualTo(new Cause.Earlier(0)));
        assertThat(loops.get(4).passed()).isTrue();
        assertThat(loops.get(5).cause()).isEqualTo(new Cause.Own());
    }

    @Test
    void aFaultThatCameAfterTheFailureIsNotBlamed() {
        uart(CONNECTING);
        says(new Fact.LinkOpened(0, "127.0.0.1:4000"));
        after(300);
        uart(FAILED_TLS);
        after(100);
        says(new Fact.LinkFaultBegan(0, "reset", "reset after 900 bytes", 900, 0));
        uart(CONNECTING);

        assertThat(loops.get(0).cause()).isEqualTo(new Cause.Own());
        assertThat(loops.get(0).faults()).hasSize(1);
    }

    @Test
    void theLinkMayTellOfAConnectionBeforeTheUartTellsOfItsLoop() {
        goodLoop(0);
        after(200);
        says(new Fact.LinkOpened(1, "127.0.0.1:4001"));
        says(new Fact.LinkFaultBegan(1, "reset", "reset after 0 bytes", 0, 0));
        uart(CONNECTING + FAILED_TLS);
        uart(CONNECTING);

        assertThat(loops.get(0).faults()).isEmpty();
        assertThat(loops.get(1).cause()).isInstanceOf(Cause.Disturbed.class);
    }

    @Test
    void aFaultThatTheLoopSurvivedIsTold() {
        uart(CONNECTING);
        says(new Fact.LinkOpened(0, "127.0.0.1:4000"));
        says(new Fact.LinkFaultBegan(0, "delay", "delay of 100 ms after 0 bytes", 0, 0));
        after(400);
        cloudSees();
        uart(PHASES + GOODBYE);
        uart(CONNECTING);

        assertThat(loops.get(0).passed()).isTrue();
        assertThat(loops.get(0).faults()).hasSize(1);
    }

    @Test
    void aDeviceThatClaimsWhatTheCloudDidNotSeeHasNotPassed() {
        uart(CONNECTING);
        after(500);
        uart(PHASES + GOODBYE);
        uart(CONNECTING);
        after(3500);
        uart(PHASES);

        assertThat(loops).hasSize(1);
        assertThat(loops.get(0).passed()).isFalse();
        assertThat(loops.get(0).unseen()).contains("Topic").contains("delete/accepted");
        assertThat(loops.get(0).cause()).isEqualTo(new Cause.Own());
    }

    @Test
    void theCloudMayShowALoopALittleLate() {
        uart(CONNECTING);
        after(500);
        uart(PHASES + GOODBYE);
        uart(CONNECTING);
        after(200);
        assertThat(loops).isEmpty();
        cloudSees();

        assertThat(loops).hasSize(1);
        assertThat(loops.get(0).passed()).isTrue();
    }

    @Test
    void aWitnessThatWasAwayAccusesNobody() {
        uart(CONNECTING);
        says(new Fact.WitnessDisconnected("connection lost"));
        after(500);
        uart(PHASES + GOODBYE);
        uart(CONNECTING);

        assertThat(loops.get(0).passed()).isTrue();
        assertThat(loops.get(0).watched()).isFalse();
    }

    @Test
    void silenceIsAHangOfTheLoopThatRan() {
        uart(CONNECTING);
        says(new Fact.LinkOpened(0, "127.0.0.1:4000"));
        says(new Fact.LinkFaultBegan(0, "drop", "drop after 220 bytes", 220, 0));
        uart("Starting the TLS handshake...\r\n");
        after(45_000);
        says(new Fact.LimitExpired(Limit.SILENCE, 45_000));

        assertThat(loops).hasSize(1);
        assertThat(loops.get(0).hung()).isTrue();
        assertThat(loops.get(0).cause()).isInstanceOf(Cause.Disturbed.class);
    }

    /** Half of the wait is the host's, in a stall that buffers do not bridge: what the device said meanwhile may be lost. */
    @Test
    void silenceInAStallOfTheHostIsNobodysHang() {
        goodLoop(0);
        uart(CONNECTING);
        after(45_000);
        says(new Fact.HostLag(45_000, 44_000, 44_000));
        after(45_000);
        says(new Fact.LimitExpired(Limit.SILENCE, 45_000));

        assertThat(loops)
                .singleElement()
                .satisfies(it -> assertThat(it.passed()).isTrue());
        assertThat(reader.stalledSeconds()).isEqualTo(44);

        reset();
        assertThat(reader.stalledSeconds()).isNull();
        goodLoop(1);
        uart(CONNECTING);
        assertThat(loops).hasSize(2).allMatch(DeviceLoop::passed);
    }

    /** The host had some of the time; the device had most of it, or its words waited in buffers. */
    @ParameterizedTest
    @CsvSource({"9000, 9000", "44000, 1500"})
    void silenceOfWhichTheHostHadLittleIsAHangAllTheSame(long lateMs, long stalledMs) {
        uart(CONNECTING);
        after(45_000);
        says(new Fact.HostLag(45_000, lateMs, stalledMs));
        after(45_000);
        says(new Fact.LimitExpired(Limit.SILENCE, 45_000));

        assertThat(loops).singleElement().satisfies(it -> assertThat(it.hung()).isTrue());
        assertThat(reader.stalledSeconds()).isNull();
    }

    @Test
    void theCloudMayShowALoopAsMuchLaterAsTheHostWasStalled() {
        uart(CONNECTING);
        after(500);
        uart(PHASES + GOODBYE);
        uart(CONNECTING);
        after(5000);
        says(new Fact.HostLag(5000, 4800, 4800));
        assertThat(loops).isEmpty();
        cloudSees();

        assertThat(loops)
                .singleElement()
                .satisfies(it -> assertThat(it.passed()).isTrue());
    }

    @Test
    void aResetByTheBenchIsNoFailureAndNothingIsLeftBehind() {
        disturbedLoop(0);
        uart(CONNECTING);
        reset();
        uart(CONNECTING);
        after(500);
        uart(REFUSED);
        uart(CONNECTING);

        assertThat(loops).hasSize(2);
        assertThat(loops.get(1).boot()).isEqualTo(2);
        assertThat(loops.get(1).cause()).isEqualTo(new Cause.Own());
    }

    @Test
    void aRestartOfTheBoardsOwnIsAFailure() {
        uart(CONNECTING);
        after(300);
        uart("\r\nStarting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n");
        goodLoop(0);
        uart(CONNECTING);

        assertThat(loops).hasSize(2);
        assertThat(loops.get(0).failure().text()).isEqualTo("the board restarted by itself");
        assertThat(loops.get(1).passed()).isTrue();
    }

    @Test
    void aLoopThatLeftPhasesOutHasNotPassed() {
        uart(CONNECTING);
        after(300);
        cloudSees();
        uart("Connects with host.example:8883 OK\r\n" + GOODBYE);
        uart(CONNECTING);

        assertThat(loops.get(0).failure().text()).isEqualTo("only 0 of 4 MQTT phases came to their end");
    }

    @Test
    void theDriversLinesKeepTheirTimes() {
        uart(CONNECTING + "AT> AT+CIPSTART=0,\"TCP\",\"host.example\",8883\r\n");
        after(180);
        uart("AT= OK\r\n");
        cloudSees();
        uart(PHASES + GOODBYE);
        uart(CONNECTING);

        assertThat(loops.get(0).driver())
                .extracting(DeviceLoop.DriverLine::text)
                .containsExactly("AT> AT+CIPSTART=0,\"TCP\",\"host.example\",8883", "AT= OK");
        assertThat(loops.get(0).driver().get(1).nanos()
                        - loops.get(0).driver().get(0).nanos())
                .isEqualTo(190_000_000);
    }
}
