package org.numakerbench.crosscheck.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;

class WitnessLivenessTest {
    private final WitnessLiveness watch = new WitnessLiveness();
    private long seq;

    private void at(long nanos, Fact fact) {
        watch.accept(new EvidenceEntry(++seq, Instant.EPOCH, nanos, fact));
    }

    private void connected() {
        at(0, new Fact.WitnessConnected("witness", "h:1"));
    }

    @Test
    void isAwakeBetweenTheSendingOfTwoCanariesThatCameBack() {
        connected();
        at(10, new Fact.CanarySent("a"));
        at(15, new Fact.CanaryReturned("a"));
        assertThat(watch.awake(10, 10)).isTrue();
        assertThat(watch.awake(10, 11)).isFalse();
        at(20, new Fact.CanarySent("b"));
        assertThat(watch.awake(10, 20)).isFalse();
        at(25, new Fact.CanaryReturned("b"));

        assertThat(watch.awake(10, 20)).isTrue();
        assertThat(watch.awake(9, 20)).isFalse();
        assertThat(watch.awake(10, 21)).isFalse();
        assertThat(watch.canarySeq()).isEqualTo(5);
        assertThat(watch.clientId()).isEqualTo("witness");
    }

    @Test
    void isNotProvenAwakeAcrossADisconnect() {
        connected();
        at(10, new Fact.CanarySent("a"));
        at(11, new Fact.CanaryReturned("a"));
        at(12, new Fact.CanarySent("lost"));
        at(13, new Fact.WitnessDisconnected("reset"));
        at(14, new Fact.WitnessConnected("witness", "h:1"));
        at(15, new Fact.CanaryReturned("lost"));
        at(20, new Fact.CanarySent("b"));
        at(21, new Fact.CanaryReturned("b"));
        at(30, new Fact.CanarySent("c"));
        at(31, new Fact.CanaryReturned("c"));

        assertThat(watch.awake(10, 20)).isFalse();
        assertThat(watch.awake(12, 30)).isFalse();
        assertThat(watch.awake(20, 30)).isTrue();
        assertThat(watch.awake(10, 10)).isTrue();
        assertThat(watch.lostSeq()).isEqualTo(5);
    }

    @Test
    void ignoresACanaryThatComesBackWhileDisconnected() {
        at(10, new Fact.CanarySent("a"));
        at(11, new Fact.CanaryReturned("a"));

        assertThat(watch.awake(10, 10)).isFalse();
        assertThat(watch.canarySeq()).isZero();
        assertThat(watch.lostSeq()).isNull();
    }

    @Test
    void maySeeWhatAnyFilterOfThePurposeWasGranted() {
        assertThat(watch.granted(Purpose.SHADOW)).isNull();
        at(1, new Fact.WitnessSubscribed("a/#", Purpose.SHADOW, false));
        assertThat(watch.granted(Purpose.SHADOW)).isFalse();
        at(2, new Fact.WitnessSubscribed("a/b", Purpose.SHADOW, true));
        assertThat(watch.granted(Purpose.SHADOW)).isTrue();
        assertThat(watch.granted(Purpose.PRESENCE)).isNull();
    }

    @Test
    void knowsThatLifecycleEventsFlowOnlyFromOnesAboutItself() {
        connected();
        at(1, mqtt("$aws/events/presence/connected/device"));
        at(2, mqtt("other/witness"));
        assertThat(watch.lifecycleFlows()).isFalse();
        at(3, mqtt("$aws/events/subscriptions/subscribed/witness"));
        assertThat(watch.lifecycleFlows()).isTrue();
    }

    private static Fact mqtt(String topic) {
        return new Fact.MqttReceived(topic, Bytes.utf8("{}"), 1, false, false);
    }
}
