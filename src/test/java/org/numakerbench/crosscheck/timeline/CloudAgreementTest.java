package org.numakerbench.crosscheck.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

class CloudAgreementTest {
    private static final String SHADOW = "$aws/things/T/shadow/";

    private final CloudAgreement agreement = new CloudAgreement();
    private long seq;

    @Test
    void documents_of_one_version_agree() {
        told(
                "update/accepted",
                "{\"state\":{\"desired\":{\"a\":1},\"reported\":{\"a\":2}},\"version\":3,\"timestamp\":1}");
        told("update/delta", "{\"state\":{\"a\":1},\"version\":3,\"timestamp\":1}");
        told(
                "update/documents",
                "{\"current\":{\"state\":{\"desired\":{\"a\":1},\"reported\":{\"a\":2}},\"version\":3},\"timestamp\":2}");
        read(200, "{\"state\":{\"desired\":{\"a\":1},\"reported\":{\"a\":2},\"delta\":{\"a\":1}},\"version\":3}");
        told("delete/accepted", "{\"version\":3}");
        accept(new Fact.RunEnded());

        assertThat(agreement.contradictions()).isEmpty();
    }

    @Test
    void a_member_that_an_update_removes_is_in_no_later_document() {
        told("update/accepted", "{\"state\":{\"reported\":{\"a\":null}},\"version\":4}");
        read(200, "{\"state\":{\"reported\":{\"b\":1}},\"version\":4}");

        assertThat(agreement.contradictions()).isEmpty();
    }

    @Test
    void another_state_of_the_same_version_is_told_with_both_entries() {
        told("update/accepted", "{\"state\":{\"reported\":{\"a\":2}},\"version\":3}");
        read(200, "{\"state\":{\"reported\":{\"a\":7}},\"version\":3}");

        assertThat(agreement.contradictions())
                .containsExactly(
                        "entries 1 and 2: the cloud tells version 3 of the shadow in two ways that do not agree");
    }

    @Test
    void a_delta_is_what_is_desired_and_not_reported() {
        read(200, "{\"state\":{\"desired\":{\"a\":1},\"reported\":{\"a\":2}},\"version\":3}");
        told("update/delta", "{\"state\":{\"a\":9},\"version\":3}");

        assertThat(agreement.contradictions()).singleElement().asString().startsWith("entries 1 and 2");
    }

    @Test
    void a_read_that_still_gives_what_had_been_deleted_is_told() {
        told("delete/accepted", "{\"version\":3}");
        askedAndRead(1, 200, "{\"state\":{\"reported\":{\"a\":2}},\"version\":3}");
        accept(new Fact.RunEnded());

        assertThat(agreement.contradictions())
                .contains("entry 3: a REST read still gives version 3 of the shadow, though version 3 had been deleted"
                        + " (entry 1)");
    }

    @Test
    void a_read_that_was_asked_for_before_or_shows_a_later_shadow_is_no_contradiction() {
        accept(new Fact.ShadowAsked(1));
        told("update/accepted", "{\"state\":{\"reported\":{\"a\":2}},\"version\":3}");
        told("delete/accepted", "{\"version\":3}");
        accept(new Fact.ShadowRead(1, "T", 200, Bytes.utf8("{\"state\":{\"reported\":{\"a\":2}},\"version\":3}")));
        askedAndRead(2, 404, "{}");
        told("update/accepted", "{\"state\":{\"reported\":{\"a\":2}},\"version\":4}");
        askedAndRead(3, 200, "{\"state\":{\"reported\":{\"a\":2}},\"version\":4}");
        accept(new Fact.RunEnded());

        assertThat(agreement.contradictions()).isEmpty();
    }

    @Test
    void a_read_that_finds_nothing_though_nothing_was_deleted_is_told() {
        told("update/accepted", "{\"state\":{\"reported\":{\"a\":2}},\"version\":3}");
        askedAndRead(1, 404, "{}");
        accept(new Fact.RunEnded());

        assertThat(agreement.contradictions())
                .contains(
                        "entry 3: a REST read finds no shadow, though version 3 was accepted (entry 1) and no deletion"
                                + " was seen");
    }

    private void askedAndRead(long number, int status, String body) {
        accept(new Fact.ShadowAsked(number));
        accept(new Fact.ShadowRead(number, "T", status, Bytes.utf8(body)));
    }

    @Test
    void a_version_that_one_way_alone_tells_of_is_told_at_the_end() {
        told("update/accepted", "{\"state\":{},\"version\":3}");
        told("update/documents", "{\"current\":{\"state\":{},\"version\":4}}");
        told("delete/accepted", "{\"version\":9}");
        assertThat(agreement.contradictions()).isEmpty();

        accept(new Fact.RunEnded());

        assertThat(agreement.contradictions())
                .containsExactly(
                        "entry 2: version 4 of the shadow is told, and update/accepted never told of it",
                        "entry 1: version 3 of the shadow was accepted, and update/documents never told of it",
                        "entry 3: version 9 of the shadow was deleted, and no such version was seen");
    }

    @Test
    void an_event_says_what_its_topic_says() {
        event("presence/connected/me", "{\"clientId\":\"me\",\"eventType\":\"connected\"}");
        assertThat(agreement.contradictions()).isEmpty();

        event("presence/connected/me", "{\"clientId\":\"you\",\"eventType\":\"disconnected\"}");

        assertThat(agreement.contradictions())
                .containsExactly(
                        "entry 2: an event's eventType is disconnected, its topic says connected",
                        "entry 2: an event's clientId is you, its topic says me");
    }

    @Test
    void events_of_a_session_have_its_certificate_and_its_beginning() {
        event("presence/connected/me", life("s1", "c1", 10));
        event("subscriptions/subscribed/me", life("s1", "c1", 11));
        event("subscriptions/subscribed/me", life("older", "c1", 9));
        accept(new Fact.RunEnded());
        assertThat(agreement.contradictions()).isEmpty();

        event("subscriptions/subscribed/me", life("s1", "c2", 12));
        event("subscriptions/subscribed/me", life("s2", "c1", 13));
        accept(new Fact.RunEnded());

        assertThat(agreement.contradictions())
                .containsExactly(
                        "entries 1 and 5: one session of \"me\" with two certificates",
                        "entry 6: an event of \"me\" is of a session that nobody saw begin");
    }

    @Test
    void who_ended_a_session_is_told_in_one_way() {
        event(
                "presence/disconnected/me",
                "{\"clientInitiatedDisconnect\":true,\"disconnectReason\":\"CLIENT_INITIATED_DISCONNECT\"}");
        assertThat(agreement.contradictions()).isEmpty();

        event(
                "presence/disconnected/me",
                "{\"clientInitiatedDisconnect\":false,\"disconnectReason\":\"CLIENT_INITIATED_DISCONNECT\"}");

        assertThat(agreement.contradictions()).singleElement().asString().contains("entry 2", "is false");
    }

    private static String life(String session, String principal, long timestamp) {
        return "{\"sessionIdentifier\":\"" + session + "\",\"principalIdentifier\":\"" + principal + "\",\"timestamp\":"
                + timestamp + "}";
    }

    @Test
    void what_came_before_the_reset_is_forgotten() {
        told("update/accepted", "{\"state\":{\"reported\":{\"a\":2}},\"version\":3}");
        agreement.forget();
        read(200, "{\"state\":{\"reported\":{\"a\":7}},\"version\":3}");

        assertThat(agreement.contradictions()).isEmpty();
    }

    private void told(String topic, String payload) {
        accept(new Fact.MqttReceived(SHADOW + topic, Bytes.utf8(payload), 1, false, false));
    }

    private void event(String topic, String payload) {
        accept(new Fact.MqttReceived("$aws/events/" + topic, Bytes.utf8(payload), 1, false, false));
    }

    private void read(int status, String body) {
        accept(new Fact.ShadowRead(1, "T", status, Bytes.utf8(body)));
    }

    private void accept(Fact fact) {
        agreement.accept(new EvidenceEntry(++seq, Instant.EPOCH, seq, fact));
    }
}
