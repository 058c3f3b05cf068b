package org.numakerbench.sim.board.esp8266;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.numakerbench.sim.board.esp8266.LoopModel.Played;
import org.numakerbench.sim.net.FaultKind;
import org.numakerbench.sim.net.FaultPattern;
import org.numakerbench.sim.net.FaultSchedule;

/** The document's symptom, command by command, on simulated time. */
class AtDriverTest {
    private static final Latency ANSWER = new Latency(90, 0);
    private static final int TLS_CLIENT_FLIGHT = 1000;

    private final SimulatedTime time = new SimulatedTime();
    private final List<String> lines = new ArrayList<>();

    private static ModuleTraits steady() {
        return new ModuleTraits(
                1,
                1,
                new Latency(2500, 0),
                new Latency(160, 0),
                new Latency(18, 0),
                new Latency(6, 0),
                new Latency(25, 0),
                new Latency(40, 0));
    }

    private static FaultSchedule stall(long ms) {
        return new FaultSchedule(1, 100, List.of(new FaultPattern(FaultKind.STALL, 1, 500, 500, ms, ms, 0)));
    }

    private AtDriver driver(FaultSchedule faults, DriverTimeouts timeouts) {
        return new AtDriver(time, new SimulatedRadio(time, ANSWER, 1, faults, 1), steady(), timeouts, lines::add);
    }

    private long ms() {
        return time.nanos() / 1_000_000;
    }

    @Test
    void aLinkOpensSendsAndCloses() {
        AtDriver driver = driver(FaultSchedule.NONE, DriverTimeouts.DEFAULT);
        int socket = driver.socket();

        assertThat(driver.open(socket, "host", 8883)).isTrue();
        assertThat(ms()).isEqualTo(160);
        assertThat(driver.send(socket, new byte[200])).isTrue();
        assertThat(driver.receive(socket, time.nanos() + 1_000_000_000)).isNotNull();
        assertThat(driver.close(socket, true)).isTrue();
        assertThat(lines)
                .containsSubsequence(
                        "AT> AT+CIPSTART=0,\"TCP\",\"host\",8883", "AT? OK", "AT= OK", "AT> AT+CIPSEND=0,200")
                .contains("AT! +IPD")
                .endsWith("AT> AT+CIPCLOSE=0", "AT? OK", "AT< SEND OK", "AT= OK");
    }

    @Test
    void whileAPacketIsUnfinishedCommandsAreRefusedAndTheirTriesLost() {
        AtDriver driver = driver(stall(3000), DriverTimeouts.DEFAULT);
        int socket = driver.socket();
        driver.open(socket, "host", 8883);
        driver.send(socket, new byte[TLS_CLIENT_FLIGHT]);
        lines.clear();

        assertThat(driver.send(socket, new byte[80])).isFalse();
        assertThat(lines)
                .containsExactly(
                        "AT> AT+CIPSEND=0,80",
                        "AT? >",
                        "AT< busy s...",
                        "AT(Timeout)",
                        "AT> AT+CIPSEND=0,80",
                        "AT? >",
                        "AT< busy s...",
                        "AT(Timeout)");
    }

    @Test
    void aFailedCloseLeavesTheLinkWrongForTheNextConnectAndEveryOneAfterIt() {
        AtDriver driver = driver(stall(10_000), DriverTimeouts.DEFAULT);
        int socket = driver.socket();
        driver.open(socket, "host", 8883);
        driver.send(socket, new byte[TLS_CLIENT_FLIGHT]);
        driver.send(socket, new byte[80]);

        assertThat(driver.close(socket, true)).as("the module is still busy").isFalse();
        time.sleepUntil(time.nanos() + 60_000_000_000L);
        for (int loop = 0; loop < 3; loop++) {
            int next = driver.socket();
            assertThat(next).as("the driver has freed the number all the same").isEqualTo(socket);
            lines.clear();
            assertThat(driver.open(next, "host", 8883)).isFalse();
            assertThat(lines).contains("AT< ALREADY CONNECTED", "AT< ERROR");
            driver.close(next, false);
        }
    }

    @Test
    void longerTimeoutsOutlastTheUnfinishedPacket() {
        AtDriver driver = driver(stall(10_000), new DriverTimeouts(15_000, 3000, 500, 5000));
        int socket = driver.socket();
        driver.open(socket, "host", 8883);
        driver.send(socket, new byte[TLS_CLIENT_FLIGHT]);

        assertThat(driver.send(socket, new byte[80])).isFalse();
        assertThat(driver.close(socket, true)).isTrue();
        assertThat(driver.open(driver.socket(), "host", 8883)).isTrue();
    }

    @Test
    void aLinkThatOpensTooLateStaysOpenBehindTheDriversBack() {
        AtDriver driver = driver(FaultSchedule.NONE, new DriverTimeouts(15_000, 500, 500, 100));
        int socket = driver.socket();

        assertThat(driver.open(socket, "host", 8883)).isFalse();
        driver.close(socket, false);
        time.sleepUntil(time.nanos() + 1_000_000_000L);

        assertThat(driver.open(driver.socket(), "host", 8883)).isFalse();
        assertThat(lines).contains("AT< ALREADY CONNECTED");
    }

    @Test
    void aPromptThatComesTooLateMakesTheModuleTakeTheNextCommandForData() {
        AtDriver driver = driver(FaultSchedule.NONE, new DriverTimeouts(15_000, 10, 500, 500));
        int socket = driver.socket();
        driver.open(socket, "host", 8883);

        assertThat(driver.send(socket, new byte[300])).isFalse();
        assertThat(driver.close(socket, true))
                .as("the module waits for the rest of 300 bytes")
                .isFalse();
    }

    @Test
    void aPacketThatPausesForTooLongIsThrownAway() {
        ModuleTraits slow = new ModuleTraits(
                1,
                1,
                new Latency(2500, 0),
                new Latency(160, 0),
                new Latency(18, 0),
                new Latency(900, 0),
                new Latency(25, 0),
                new Latency(40, 0));
        AtDriver driver = new AtDriver(
                time,
                new SimulatedRadio(time, ANSWER, 1, FaultSchedule.NONE, 1),
                slow,
                DriverTimeouts.DEFAULT,
                lines::add);
        int socket = driver.socket();
        driver.open(socket, "host", 8883);
        driver.send(socket, new byte[200]);

        assertThat(driver.receive(socket, time.nanos() + 5_000_000_000L)).isNull();
        assertThat(lines).contains("AT(Timeout)");
    }

    @Test
    void inALoopOneNetworkErrorMakesAllFollowingLoopsFailAtTheDefaultsAndNoneAtLongTimeouts() {
        assertThat(loopsAfterAnError(DriverTimeouts.DEFAULT)).containsOnly(false);
        assertThat(loopsAfterAnError(new DriverTimeouts(15_000, 5000, 5000, 5000)))
                .containsOnly(true);
    }

    private List<Boolean> loopsAfterAnError(DriverTimeouts timeouts) {
        LoopModel model = new LoopModel(time, steady(), timeouts, stall(12_000), 30_000, 45_000, line -> {});
        model.boot();
        Played disturbed = model.play();
        assertThat(Optional.ofNullable(disturbed.fault())).isPresent();
        assertThat(disturbed.passed()).isFalse();
        List<Boolean> after = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            after.add(model.play().passed());
        }
        return after;
    }
}
