package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.HELLO;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.https;
import static org.numakerbench.crosscheck.RunLog.mqtt;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;

import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;

/** Nothing is held against a device from where nobody looked. */
class UnwatchedTopicJudgeTest {
    private static final String ELSEWHERE = "Garage/Door/7";

    private static RunLog publishingElsewhere(RunLog log) {
        return log.withoutMessagesOn(USER_TOPIC).uartReplacing(USER_TOPIC, ELSEWHERE);
    }

    @Test
    void a_publish_on_a_topic_that_no_filter_takes_in_is_uncheckable() {
        Findings.in(publishingElsewhere(clean()).judge())
                .say(
                        "mqtt.user.publish",
                        "publishes",
                        UNCHECKABLE,
                        "none of the witness's filters takes in " + ELSEWHERE);
    }

    @Test
    void so_is_one_through_https() {
        Findings.in(publishingElsewhere(https()).judge())
                .say(
                        "https.user-publish",
                        "200 OK status",
                        UNCHECKABLE,
                        "none of the witness's filters takes in " + ELSEWHERE);
    }

    @Test
    void so_is_an_arrival_on_such_a_filter() {
        RunLog log = clean().withoutMessagesOn(USER_TOPIC)
                .uartReplacing("Nuvoton/Mbed/+", "Garage/+/7")
                .uartReplacing(USER_TOPIC, ELSEWHERE);

        Findings.in(log.judge()).say("mqtt.user.arrive", "Message arrived", UNCHECKABLE, "takes in Garage/+/7");
    }

    @Test
    void a_message_that_came_on_the_devices_own_topic_instead_refutes_it() {
        Judgement judgement = clean().uartReplacing(USER_TOPIC, ELSEWHERE).judge();

        Findings.in(judgement)
                .have(Outcome.MISMATCH)
                .say("mqtt.user.publish", "publishes", REFUTED, "the witness received it on " + USER_TOPIC);
    }

    @Test
    void a_topic_beside_the_own_that_a_filter_takes_in_is_refuted_as_ever() {
        Judgement judgement = clean().withoutMessagesOn(USER_TOPIC)
                .uartReplacing(USER_TOPIC, "Nuvoton/Mbed/D777")
                .judge();

        Findings.in(judgement)
                .have(Outcome.MISMATCH)
                .say("mqtt.user.publish", "publishes", REFUTED, "the witness was awake and saw no such message");
    }

    @Test
    void a_filter_that_the_cloud_grants_beside_the_profiles_is_looked_through() {
        Fact granted = new Fact.WitnessSubscribed("Garage/#", Fact.Purpose.USER_TOPIC, true);
        RunLog log = clean().after(Fact.WitnessConnected.class::isInstance, granted)
                .replacing(fact -> fact.equals(mqtt(USER_TOPIC, HELLO)) ? mqtt(ELSEWHERE, HELLO) : fact)
                .uartReplacing(USER_TOPIC, ELSEWHERE);

        assertThat(Findings.in(log.judge())
                        .finding("mqtt.user.publish", "publishes")
                        .verdict())
                .isEqualTo(org.numakerbench.model.Verdict.CONFIRMED);
    }
}
