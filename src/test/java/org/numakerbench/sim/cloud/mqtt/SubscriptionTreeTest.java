package org.numakerbench.sim.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTreeTest {

    private static boolean matches(String filter, String topic) {
        SubscriptionTree<String, Integer> tree = new SubscriptionTree<>(Math::max);
        tree.add(filter, "someone", 1);
        return tree.match(topic).containsKey("someone");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "a/b,a/b,true",
        "a/b,a/c,false",
        "a/+,a/b,true",
        "a/+,a/,true",
        "a/+,a,false",
        "a/+,a/b/c,false",
        "+/b,a/b,true",
        "a/#,a/b,true",
        "a/#,a/b/c,true",
        "a/#,a/,true",
        "a/#,a,false",
        "#,a/b,true",
        "#,/,true",
        "+,a,true",
        "+,/a,false",
        "#,$aws/things/T/shadow/update,false",
        "+/things/T/shadow/update,$aws/things/T/shadow/update,false",
        "$aws/#,$aws/things/T/shadow/update,true",
        "$aws/things/+/shadow/#,$aws/things/T/shadow/update/accepted,true",
        "$aws/things/T/shadow/#,$aws/things/T/shadow/name/S/get,true",
        "a/#,a/$b,true",
        "A,a,false",
    })
    void matchesAsAwsDoes(String filter, String topic, boolean expected) {
        assertThat(matches(filter, topic)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> filters() {
        return Arbitraries.of("a", "b", "", "+", "$x")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(levels ->
                        Arbitraries.of(true, false).map(rest -> String.join("/", levels) + (rest ? "/#" : "")));
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of("a", "b", "", "$x")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(levels -> String.join("/", levels));
    }

    /** The same rules, said another way. */
    private static boolean byRegularExpression(String filter, String topic) {
        if (topic.startsWith("$") && (filter.startsWith("+") || filter.startsWith("#"))) {
            return false;
        }
        String regex = Pattern.quote(filter).replace("+", "\\E[^/]*\\Q").replace("#", "\\E.*\\Q");
        return topic.matches(regex);
    }

    @Property
    void agreesWithRegularExpressions(@ForAll("filters") String filter, @ForAll("topics") String topic) {
        assertThat(matches(filter, topic)).isEqualTo(byRegularExpression(filter, topic));
    }

    @Property
    void forgetsWhatWasRemoved(@ForAll("filters") String one, @ForAll("filters") String other) {
        SubscriptionTree<String, Integer> tree = new SubscriptionTree<>(Math::max);
        tree.add(one, "first", 0);
        tree.add(other, "second", 1);

        tree.remove(one, "first");
        tree.remove(other, "second");
        tree.remove(other, "second");

        assertThat(tree.isEmpty()).isTrue();
    }

    @Test
    void deliversOnceWithTheHighestQosOfOverlappingSubscriptions() {
        SubscriptionTree<String, Integer> tree = new SubscriptionTree<>(Math::max);
        tree.add("a/+", "someone", 0);
        tree.add("a/b", "someone", 1);
        tree.add("#", "another", 0);

        assertThat(tree.match("a/b")).isEqualTo(Map.of("someone", 1, "another", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/+/b", "#", "+", "a/#", "/", "a//b", "1/2/3/4/5/6/7/8"})
    void takesFilters(String filter) {
        assertThat(TopicFilter.isValid(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a#", "a+/b", "##", "1/2/3/4/5/6/7/8/9"})
    void refusesBadFilters(String filter) {
        assertThat(TopicFilter.isValid(filter)).isFalse();
    }

    @Test
    void countsBytesAndSlashesOfATopic() {
        assertThat(Limits.isTopic("x".repeat(256))).isTrue();
        assertThat(Limits.isTopic("x".repeat(257))).isFalse();
        assertThat(Limits.isTopic("é".repeat(129))).isFalse();
        assertThat(Limits.isTopic("$aws/things/T/shadow/name/S/update/accepted"))
                .isTrue();
        assertThat(Limits.isTopic("1/2/3/4/5/6/7/8/9")).isFalse();
        assertThat(Limits.isTopic("a/+")).isFalse();
    }

    @Test
    void takesClientIdsAsAwsDoes() {
        assertThat(List.of("Nuvoton Client", "x".repeat(128))).allMatch(Limits::isClientId);
        assertThat(List.of("", "$x", "x".repeat(129))).noneMatch(Limits::isClientId);
    }

    @ParameterizedTest(name = "keep-alive {0} s: silent for at most {1} s")
    @CsvSource({"0,1800", "1,45", "29,45", "30,45", "60,90", "1200,1800", "1201,1800", "65535,1800"})
    void allowsOneAndAHalfTimesTheKeepAlive(int keepAlive, int seconds) {
        assertThat(Limits.silence(keepAlive)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
