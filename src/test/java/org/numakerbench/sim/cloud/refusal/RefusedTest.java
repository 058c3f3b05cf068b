package org.numakerbench.sim.cloud.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.numakerbench.sim.cloud.refusal.Refused.Asked;
import org.numakerbench.sim.cloud.refusal.Refused.Client;

class RefusedTest {
    private static final Client CLIENT = new Client("D", "device certificate 0123456789ab", "127.0.0.1");

    private static Refused on(String topic) {
        return new Refused(
                Asked.PUBLISH, CLIENT, topic, "PUBACK NOT_AUTHORIZED", "the policy does not allow it", "allow it");
    }

    @Test
    void saysWhoWhatWhyAndWhatWouldMakeItWork() {
        assertThat(on("a/b").line())
                .isEqualTo("refused PUBLISH 'a/b' of client 'D' (device certificate 0123456789ab, 127.0.0.1):"
                        + " the policy does not allow it; answered with PUBACK NOT_AUTHORIZED."
                        + " To make it work: allow it");
        assertThat(on("a/b").json())
                .isEqualTo("{\"refused\":\"publish\",\"subject\":\"a/b\",\"clientId\":\"D\","
                        + "\"certificate\":\"device certificate 0123456789ab\",\"address\":\"127.0.0.1\","
                        + "\"answer\":\"PUBACK NOT_AUTHORIZED\",\"why\":\"the policy does not allow it\","
                        + "\"remedy\":\"allow it\"}");
    }

    @Test
    void whatAClientSendsStartsNoLineOfItsOwn() {
        Refused refused = on("a\nrefused CONNECT\u2028\u001b[2J");

        assertThat(refused.line()).contains("'a?refused CONNECT??[2J'");
        assertThat(refused.json().lines()).hasSize(1);
    }
}
