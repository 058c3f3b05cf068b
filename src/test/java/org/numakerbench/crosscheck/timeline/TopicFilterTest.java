package org.numakerbench.crosscheck.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {
    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "a/b, a/b, true",
        "a/b, a/c, false",
        "a/b, a/b/c, false",
        "a/b/c, a/b, false",
        "a/+, a/b, true",
        "a/+, a/b/c, false",
        "a/+, a, false",
        "+/b, a/b, true",
        "a/#, a/b, true",
        "a/#, a/b/c, true",
        "a/#, a/, true",
        "a/#, a, false",
        "#, a, true",
        "#, $aws/x, false",
        "+/x, $aws/x, false",
        "$aws/#, $aws/x, true",
        "$aws/+/c, $aws/b/c, true",
        "$aws/#, a, false"
    })
    void matchesAsAwsIotDoes(String filter, String topic, boolean matches) {
        assertThat(TopicFilter.matches(filter, topic)).isEqualTo(matches);
    }
}
