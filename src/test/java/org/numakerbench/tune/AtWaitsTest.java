package org.numakerbench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.numakerbench.tune.search.Loop.Wait;

class AtWaitsTest {
    private final AtWaits waits = new AtWaits();

    private void line(long ms, String text) {
        waits.line(text, ms * 1_000_000);
    }

    @Test
    void openingALinkIsAWait() {
        line(0, "AT> AT+CIPSTART=0,\"TCP\",\"host\",8883");
        line(1, "AT? OK");
        line(180, "AT= OK");

        assertThat(waits.take()).containsExactly(new Wait(Wait.OPEN, 180, true));
    }

    @Test
    void aLinkThatDidNotOpenInTimeTookLonger() {
        line(0, "AT> AT+CIPSTART=0,\"TCP\",\"host\",8883");
        line(500, "AT(Timeout)");

        assertThat(waits.take()).containsExactly(new Wait(Wait.OPEN, 500, false));
    }

    @Test
    void aRefusalSaysNothingOfTheNetwork() {
        line(0, "AT> AT+CIPSTART=0,\"TCP\",\"host\",8883");
        line(2, "AT< ALREADY CONNECTED");
        line(3, "AT< ERROR");
        line(500, "AT(Timeout)");

        assertThat(waits.take()).isEmpty();
    }

    @Test
    void aBusyModuleIsWaitedForUntilItsPacketIsThrough() {
        line(0, "AT> AT+CIPSEND=0,90");
        line(5, "AT< busy s...");
        line(2600, "AT< SEND OK");
        line(3000, "AT(Timeout)");
        line(3001, "AT> AT+CIPSEND=0,90");
        line(3020, "AT= >");

        assertThat(waits.take()).containsExactly(new Wait(Wait.BUSY, 2600, true));
    }

    @Test
    void aModuleThatStaysBusyToTheEndWasGivenUp() {
        line(0, "AT> AT+CIPSEND=0,90");
        line(5, "AT< busy s...");
        line(500, "AT(Timeout)");
        line(501, "AT> AT+CIPCLOSE=0");
        line(505, "AT< busy s...");
        line(1001, "AT(Timeout)");

        assertThat(waits.take()).containsExactly(new Wait(Wait.BUSY, 1001, false));
        assertThat(waits.take()).isEmpty();
    }
}
