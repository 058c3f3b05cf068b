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

    /** The driver of Mbed OS 5.11 and later: refusals come out of band. */
    @Test
    void aSendRefusedOutOfBandIsWaitedForUntilItsPacketIsThrough() {
        for (String busy : new String[] {"s...", "p..."}) {
            line(0, "AT> AT+CIPSEND=1,9");
            line(1, "AT? >%n");
            line(5, "AT! busy ");
            line(5, "AT? %*4[^\"]");
            line(6, "AT= " + busy);
            line(6, "AT(Aborted)");
            line(1500, "AT> AT+CIPSEND=1,9");
            line(1501, "AT? >%n");
            line(1510, "AT= >");

            assertThat(waits.take()).as(busy).containsExactly(new Wait(Wait.BUSY, 1510, true));
        }
    }

    @Test
    void anOpeningRefusedOutOfBandWasNotAnswered() {
        line(0, "AT> AT+CIPSTART=0,\"TCP\",\"host\",8883");
        line(1, "AT? OK");
        line(5, "AT! busy ");
        line(5, "AT? %*4[^\"]");
        line(6, "AT= p...");
        line(6, "AT(Aborted)");
        line(10, "AT> AT+CIPSTART=0,\"TCP\",\"host\",8883");
        line(11, "AT? OK");
        line(12, "AT! ALREADY CONNECTED");
        line(500, "AT(Timeout)");

        assertThat(waits.take()).isEmpty();
    }

    @Test
    void whatComesForAnotherLinkMeanwhileIsNotTheAnswer() {
        line(0, "AT> AT+CIPSTART=0,\"TCP\",\"host\",8883");
        line(1, "AT? OK");
        line(20, "AT! +IPD,");
        line(20, "AT? %*d,%*d:");
        line(21, "AT= 1,37:");
        line(22, "AT? OK");
        line(180, "AT= OK");

        assertThat(waits.take()).containsExactly(new Wait(Wait.OPEN, 180, true));
    }
}
