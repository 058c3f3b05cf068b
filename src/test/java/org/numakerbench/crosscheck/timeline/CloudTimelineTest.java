package org.numakerbench.crosscheck.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

class CloudTimelineTest {
    private final CloudTimeline cloud = new CloudTimeline("device");
    private long seq;

    private void see(String topic, String payload) {
        cloud.accept(new EvidenceEntry(
                ++seq, Instant.EPOCH, seq, new Fact.MqttReceived(topic, Bytes.utf8(payload), 1, false, false)));
    }

    private void presence(String event, String session) {
        see(
                "$aws/events/presence/" + event + "/device",
                "{\"sessionIdentifier\":\"" + session + "\",\"disconnectReason\":\"X\"}");
    }

    private void reset() {
        cloud.accept(new EvidenceEntry(++seq, Instant.EPOCH, seq, new Fact.ResetIssued("break")));
    }

    @Test
    void anObservationBearsOutOneClaimOfEachRole() {
        see("a", "one");
        see("a", "two");

        assertThat(take(Role.PUBLISH)).isEqualTo("one");
        assertThat(take(Role.PUBLISH)).isEqualTo("two");
        assertThat(take(Role.PUBLISH)).isNull();
        assertThat(take(Role.ARRIVAL)).isEqualTo("one");
        assertThat(cloud.isUnused(Role.ARRIVAL, 1)).isFalse();
        assertThat(cloud.isUnused(Role.ARRIVAL, 2)).isTrue();
    }

    private @Nullable String take(Role role) {
        Optional<Message> found = cloud.unused(role, cloud.on("a").stream(), it -> true);
        found.ifPresent(it -> cloud.use(Use.of(role, it.seq())));
        return found.map(Message::text).orElse(null);
    }

    @Test
    void theNewestPresenceEventIsTakenOnce() {
        presence("connected", "old");
        presence("connected", "new");
        presence("connected", "new");

        assertThat(cloud.presences()).hasSize(2);
        assertThat(connected()).isEqualTo("new");
        assertThat(connected()).isEqualTo("old");
        assertThat(connected()).isNull();
    }

    private @Nullable String connected() {
        Optional<Presence> found = cloud.unusedPresence(Role.CONNECT, Presence::connected);
        found.ifPresent(it -> cloud.use(Use.of(Role.CONNECT, it.seq())));
        return found.map(Presence::session).orElse(null);
    }

    @Test
    void connectAndDisconnectOfOneSessionAreTwoEvents() {
        presence("connected", "s");
        presence("disconnected", "s");
        presence("connect_failed", "s");

        assertThat(cloud.presences())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("nanos")
                .containsExactly(
                        new Presence(1, 0, true, "s", "", null, ""), new Presence(2, 0, false, "s", "", null, "X"));
    }

    @Test
    void aSubscriptionEventServesEachOfItsFiltersOnce() {
        see("$aws/events/subscriptions/subscribed/device", "{\"topics\":[\"a\",\"b\"]}");
        see("$aws/events/subscriptions/unsubscribed/device", "{\"topics\":[\"a\"]}");

        assertThat(cloud.subscriptions())
                .containsExactly(
                        new SubscriptionEvent(1, true, "", List.of("a", "b"), ""),
                        new SubscriptionEvent(2, false, "", List.of("a"), ""));
        assertThat(cloud.unusedSubscription(true, "c")).isEmpty();
        cloud.use(cloud.unusedSubscription(true, "a").orElseThrow());
        assertThat(cloud.unusedSubscription(true, "a")).isEmpty();
        assertThat(cloud.unusedSubscription(true, "b")).isPresent();
        assertThat(cloud.unusedSubscription(false, "a"))
                .get()
                .extracting(Use::seq)
                .isEqualTo(2L);
    }

    @Test
    void eventsOfOtherClientsAndMalformedOnesAreLeftOut() {
        see("$aws/events/presence/connected/other", "{\"sessionIdentifier\":\"s\"}");
        see("$aws/events/subscriptions/subscribed/other", "{\"topics\":[\"a\"]}");
        see("$aws/events/presence/connected/device", "no json");
        see("$aws/events/subscriptions/subscribed/device", "no json");

        assertThat(cloud.presences()).isEmpty();
        assertThat(cloud.subscriptions()).isEmpty();
        assertThat(cloud.messages()).isEmpty();
    }

    @Test
    void messagesAreFoundByTopicAndByFilter() {
        see("u/1", "x");
        see("u/2", "y");
        see("$aws/z", "z");

        assertThat(cloud.matching("u/+")).extracting(Message::text).containsExactly("x", "y");
        assertThat(cloud.on("u/2")).extracting(Message::text).containsExactly("y");
        assertThat(cloud.on("none")).isEmpty();
        assertThat(cloud.messages()).extracting(Message::topic).containsExactly("u/1", "u/2", "$aws/z");
    }

    @Test
    void anOlderBootIsForgotten() {
        see("u/1", "x");
        presence("connected", "s");
        see("$aws/events/subscriptions/subscribed/device", "{\"topics\":[\"a\"]}");

        reset();

        assertThat(cloud.messages()).isEmpty();
        assertThat(cloud.presences()).isEmpty();
        assertThat(cloud.subscriptions()).isEmpty();
    }

    @Test
    void aSessionThatBeganAfterTheResetAndGoesOnIsThisBootsOwn() {
        presence("connected", "older");
        reset();
        see("u/1", "older");
        presence("connected", "own");
        see("u/1", "own");

        cloud.boot(1);

        assertThat(cloud.on("u/1")).extracting(Message::text).containsExactly("own");
        assertThat(cloud.doubtful("u/1")).extracting(Message::text).containsExactly("older");
        assertThat(cloud.presences()).hasSize(1);
    }

    /** When no older boot was in the cloud, a message ahead of the event that tells of the session is only that. */
    @Test
    void withoutAnOlderSessionWhateverCameAfterTheResetIsThisBootsOwn() {
        reset();
        see("u/1", "own");
        cloud.boot(1);
        presence("connected", "own");

        assertThat(cloud.on("u/1")).extracting(Message::text).containsExactly("own");
        assertThat(cloud.doubtful("u/1")).isEmpty();
    }

    @Test
    void aCanarySentAfterTheResetThatIsBackEndsWhatMayBeOlder() {
        presence("connected", "older");
        reset();
        see("u/1", "older");
        cloud.accept(new EvidenceEntry(++seq, Instant.EPOCH, seq, new Fact.CanarySent("c")));
        cloud.accept(new EvidenceEntry(++seq, Instant.EPOCH, seq, new Fact.CanaryReturned("c")));
        see("u/1", "own");

        assertThat(cloud.on("u/1")).extracting(Message::text).containsExactly("own");
    }

    @Test
    void theEndOfASessionFromBeforeTheResetIsNoneOfThisBoots() {
        presence("connected", "older");
        reset();
        presence("disconnected", "older");

        assertThat(cloud.presences()).isEmpty();
    }

    @Test
    void aSessionThatHasEndedAtTheBannerIsAnOlderBoots() {
        reset();
        presence("connected", "ended");
        see("u/1", "x");
        presence("disconnected", "ended");

        cloud.boot(1);

        assertThat(cloud.on("u/1")).isEmpty();
        assertThat(cloud.presences()).isEmpty();
    }

    /** Everything of the older boot came late: its connect after the reset, its end after the banner. */
    @Test
    void aSessionThatIsCutWhenTheNextBeginsWasAnOlderBootsAfterAll() {
        presence("connected", "older");
        see("u/1", "older");
        cloud.boot(0);
        see("u/1", "older, late");
        presence("disconnected", "older");
        presence("connected", "own");
        see("u/1", "own");

        assertThat(cloud.on("u/1")).extracting(Message::text).containsExactly("own");
        assertThat(cloud.presences()).extracting(Presence::session).containsExactly("own");
    }

    /** The end of the older one is told last, as a broker may that ends it because of the next. */
    @Test
    void aSessionFromBeforeTheResetWasNotedAsDoneMayProveAnOlderBootsAtAnyTime() {
        presence("connected", "older");
        cloud.boot(2);
        see("u/1", "older, late");
        presence("connected", "own");
        see("u/1", "own");
        presence("disconnected", "older");

        assertThat(cloud.on("u/1")).extracting(Message::text).containsExactly("own");
        assertThat(cloud.presences()).extracting(Presence::session).containsExactly("own");
    }

    @Test
    void aSessionFromBehindThatIsNotTakenForAnOlderBootsWhenAnotherTakesItOver() {
        presence("connected", "own");
        cloud.boot(0);
        see("u/1", "own");
        presence("connected", "other");
        presence("disconnected", "own");

        assertThat(cloud.on("u/1")).extracting(Message::text).containsExactly("own");
    }

    @Test
    void aSessionThatTheDeviceEndedAndTheNextOneAreBothItsOwn() {
        presence("connected", "first");
        cloud.boot(0);
        see("u/1", "first");
        see(
                "$aws/events/presence/disconnected/device",
                "{\"sessionIdentifier\":\"first\",\"disconnectReason\":\"CLIENT_INITIATED_DISCONNECT\"}");
        presence("connected", "second");

        assertThat(cloud.on("u/1")).hasSize(1);
        assertThat(cloud.presences()).hasSize(3);
    }

    @Test
    void aShadowReadKnowsWhenItWasAsked() {
        cloud.accept(new EvidenceEntry(5, Instant.EPOCH, 5, new Fact.ShadowAsked(1)));
        cloud.accept(new EvidenceEntry(8, Instant.EPOCH, 8, new Fact.ShadowRead(1, "t", 404, Bytes.utf8("{}"))));

        assertThat(cloud.shadow()).isEqualTo(new ShadowSighting(8, 5, 404, "{}"));
    }

    @Test
    void documentsAreEqualWhateverTheirSpacingAndTextIsNone() {
        assertThat(Json.sameDocument("{\"a\":1, \"b\":2}", "{\"b\":2,\"a\":1}")).isTrue();
        assertThat(Json.sameDocument("{\"a\":1}", "{\"a\":2}")).isFalse();
        assertThat(Json.sameDocument("plain", "plain")).isFalse();
        assertThat(Json.sameDocument("", "")).isFalse();
    }
}
