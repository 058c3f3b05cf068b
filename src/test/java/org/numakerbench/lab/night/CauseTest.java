package org.numakerbench.lab.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.lab.night.ANight.benchFault;
import static org.numakerbench.lab.night.ANight.cloudFault;
import static org.numakerbench.lab.night.ANight.deviceFail;
import static org.numakerbench.lab.night.ANight.mismatch;
import static org.numakerbench.lab.night.ANight.pass;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.numakerbench.lab.night.ANight.Try;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Owner;

class CauseTest {
    private static List<Cause> causes(ANight night) {
        return night.after().causes();
    }

    @Test
    void twoBoardsThatFailAtOneStepHaveOneCauseWhateverWordsTheyUse() {
        List<Cause> causes = causes(ANight.of(1)
                .run("lab/a", "main", deviceFail("mqtt.tls", "handshake failed: -0x7280"))
                .run("lab/b", "main", deviceFail("mqtt.tls", "handshake failed: -0x6800"))
                .run("lab/b", "next", deviceFail("mqtt.tls", "the server closed the connection")));

        assertThat(causes).singleElement().satisfies(it -> {
            assertThat(it.boards()).containsExactly("lab/a", "lab/b");
            assertThat(it.builds()).containsExactly("main", "next");
            assertThat(it.reason()).isEqualTo("handshake failed: -0x7280");
            assertThat(it.otherReasons())
                    .containsExactly("handshake failed: -0x6800", "the server closed the connection");
        });
    }

    @Test
    void differentOwnersNeverShareACause() {
        String reason = "the connection was lost";
        Try device = new Try("DEVICE_FAIL", "mqtt", "device", null, reason, null);
        Try cloud = new Try("CLOUD_FAULT", "mqtt", "cloud", null, reason, null);
        Try bench = new Try("BENCH_FAULT", "mqtt", "bench", null, reason, null);
        Try unclear = new Try("INCONCLUSIVE", "mqtt", "cloud", null, reason, null);

        List<Cause> causes = causes(ANight.of(1)
                .run("lab/a", "main", bench)
                .run("lab/b", "main", cloud)
                .run("lab/c", "main", unclear)
                .run("lab/d", "main", device));

        assertThat(causes)
                .extracting(Cause::owner)
                .containsExactly(Owner.DEVICE, Owner.CLOUD, Owner.CLOUD, Owner.BENCH);
    }

    @Test
    void aDisagreementIsAnotherCauseThanAFailureAtTheSameStep() {
        assertThat(causes(ANight.of(1)
                        .run("lab/a", "main", deviceFail("mqtt.user.publish", "the device says it failed"))
                        .run("lab/b", "main", mismatch("mqtt.user.publish", "the witness did not see it"))))
                .hasSize(2);
    }

    @Test
    void faultsThatDifferOnlyInNamesNumbersAndPathsAreOne() {
        List<Cause> causes = causes(ANight.of(1)
                .run("lab/a", "main", benchFault("flash", "a: openocd -f /etc/a.cfg failed with 1 after 12.5 s"))
                .run("lab/b", "main", benchFault("flash", "b: openocd -f /opt/b.cfg failed with 4 after 7.25 s")));

        assertThat(causes).hasSize(1);
    }

    @Test
    void aHostThatStalledIsOneCauseOfAllThatRanOnIt() {
        assertThat(causes(ANight.of(1)
                        .run("lab/a", "main", benchFault("host", "this host was stalled for 11 s and cannot tell"))
                        .run("lab/b", "main", benchFault("host", "this host was stalled for 7 s and cannot tell"))))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.owner()).isEqualTo(Owner.BENCH);
                    assertThat(it.where()).isEqualTo("host");
                });
    }

    @Test
    void faultsOfOneStageForDifferentReasonsAreTwo() {
        assertThat(causes(ANight.of(1)
                        .run(
                                "lab/a",
                                "main",
                                benchFault("flash", "no device found").code(FailureCode.VOLUME_MISSING))
                        .run(
                                "lab/b",
                                "main",
                                benchFault("flash", "verify failed").code(FailureCode.FLASH_VERIFY))))
                .hasSize(2);
    }

    @Test
    void everyRunIsToldOfNotOnlyTheGravestOfItsCell() {
        List<Cause> causes = causes(ANight.of(1)
                .run("lab/a", "main", deviceFail("mqtt.tls", "handshake failed"))
                .run("lab/a", "main", benchFault("serial", "the port is gone"))
                .run("lab/a", "main", cloudFault("the endpoint is away"))
                .run("lab/a", "main", pass()));

        assertThat(causes).extracting(Cause::owner).containsExactly(Owner.DEVICE, Owner.CLOUD, Owner.BENCH);
    }

    @Test
    void whatPassedOnRetrySharesTheCauseOfWhatDidNot() {
        Try fails = deviceFail("mqtt.connect", "not authorised");

        assertThat(causes(ANight.of(1).run("lab/a", "main", fails, pass()).run("lab/b", "main", fails, fails)))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.word()).isEqualTo(ItemOutcome.DEVICE_FAIL);
                    assertThat(it.hits()).hasSize(2);
                });
    }

    @Test
    void ofARunThatBothFailedTheDeviceIsBlamed() {
        assertThat(causes(ANight.of(1)
                        .run(
                                "lab/a",
                                "main",
                                deviceFail("mqtt.tls", "handshake failed"),
                                benchFault("serial", "gone"))))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.owner()).isEqualTo(Owner.DEVICE);
                    assertThat(it.reason()).isEqualTo("handshake failed");
                });
    }

    @Test
    void whereAnyBoardWouldDoTheOneThatDidIsNamed() {
        assertThat(causes(ANight.of(1).run("any NUMAKER_PFM_M487", "main", benchFault("flash", "no device"))))
                .singleElement()
                .satisfies(it -> assertThat(it.boards()).containsExactly("lab/spare"));
    }

    @Test
    void theDevicesComeFirstThenTheGravestThenTheMostFrequent() {
        List<Cause> causes = causes(ANight.of(1)
                .runs(List.of("lab/a", "lab/b", "lab/c"), "main", benchFault("flash", "no device"))
                .run("lab/d", "main", mismatch("mqtt.user.publish", "not seen"))
                .run("lab/e", "main", deviceFail("boot", "hard fault"))
                .runs(List.of("lab/f", "lab/g"), "main", deviceFail("network", "no address")));

        assertThat(causes).extracting(Cause::where).containsExactly("network", "boot", "mqtt.user.publish", "flash");
    }
}
