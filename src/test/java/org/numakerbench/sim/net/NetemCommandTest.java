package org.numakerbench.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetemCommandTest {
    @Test
    void delayAndLossAreSetInPlaceOfWhatWasThere() {
        assertThat(new NetemCommand("wlan0", 100, 0, 2, 0).set())
                .containsExactly("tc qdisc replace dev wlan0 root netem delay 100ms loss 2%".split(" "));
    }

    @Test
    void everyFaultHasItsWords() {
        assertThat(new NetemCommand("br-lab.7", 100, 20, 0.0001, 512).set())
                .containsExactly("tc qdisc replace dev br-lab.7 root netem delay 100ms 20ms loss 0.0001% rate 512kbit"
                        .split(" "));
    }

    @Test
    void aRateAloneIsEnough() {
        assertThat(new NetemCommand("eth0", 0, 0, 0, 64).set())
                .containsExactly("tc qdisc replace dev eth0 root netem rate 64kbit".split(" "));
    }

    @Test
    void theFaultIsTakenAwayFromTheSameInterface() {
        assertThat(new NetemCommand("eth0", 1, 0, 0, 0).remove())
                .containsExactly("tc qdisc del dev eth0 root".split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eth0 root", "eth0;reboot", "$(id)", "-h", "a-name-of-16-chr", "eth0\n", "wlän0"})
    void whatIsNoInterfaceNameIsRefused(String device) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NetemCommand(device, 1, 0, 0, 0));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NetemCommand("eth0", -1, 0, 2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NetemCommand("eth0", 1, -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NetemCommand("eth0", 1, 0, 100.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NetemCommand("eth0", 1, 0, Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NetemCommand("eth0", 1, 0, 0, -1));
    }

    @Test
    void jitterWithoutDelayAndNoFaultAtAllAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetemCommand("eth0", 0, 5, 2, 0))
                .withMessageContaining("jitter");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetemCommand("eth0", 0, 0, 0, 0))
                .withMessageContaining("nothing");
    }
}
