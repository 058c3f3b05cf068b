package org.numakerbench.selftest.own;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.numakerbench.evidence.Fact;

/**
 * A line of a firmware that nobody wrote: what its description says of it, what an honest board prints and sends, and what a
 * lying one does instead. Knows nothing of how descriptions are read.
 *
 * @param name also its words, which no other line has
 * @param decimal its number has a fraction
 * @param topicSaid the line names its topic
 * @param tolerance of the number in the message
 * @param repeats how often a run has it
 */
record RandomLine(
        Sort sort,
        String name,
        String step,
        boolean decimal,
        boolean topicSaid,
        boolean json,
        double tolerance,
        int repeats) {
    /** What there is to hold against it. */
    enum Sort {
        PUBLISHED,
        RECEIVED,
        /** It names a topic to which nobody listens. */
        UNTOLD,
        /** It says success, and names nothing. */
        VAGUE,
        NEUTRAL,
        FIGURE,
        /** No honest run has it. */
        FAILURE
    }

    /** What is planted, in the words of the selftest's table. */
    enum Deceit {
        NOT_SENT("the message was not sent"),
        NEVER_CAME("the message never came"),
        ELSEWHERE("it was sent on another topic"),
        CAME_ELSEWHERE("it came on another topic"),
        GARBLED("another payload was sent"),
        GARBLED_ON_THE_WAY("another payload came"),
        OTHER_NUMBER_SENT("{value} is another"),
        OTHER_NUMBER_SAID("{value} is another"),
        TWICE("said twice, sent once"),
        TWICE_FROM_ONCE("said twice, came once"),
        NOT_DONE("it did not happen"),
        BEYOND("{value} is beyond its limit"),
        REPORTED("a failure reported");

        private final String words;

        Deceit(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Beyond it a figure fails the run. */
    private static final int LIMIT = 5000;

    private static final int LARGEST = 900;

    static RandomLine random(int number, Random random) {
        Sort sort = Sort.values()[random.nextInt(Sort.values().length)];
        StringBuilder words = new StringBuilder(word(random));
        for (int i = random.nextInt(3); i >= 0; i--) {
            words.append(' ').append(word(random));
        }
        boolean decimal = random.nextBoolean();
        return new RandomLine(
                sort,
                words.append((char) ('a' + number)).toString(),
                word(random) + "." + word(random),
                decimal,
                sort == Sort.UNTOLD || random.nextBoolean(),
                random.nextBoolean(),
                decimal ? 0.05 * random.nextInt(3) : 0,
                sort == Sort.FAILURE ? 0 : 1 + random.nextInt(3));
    }

    static String word(Random random) {
        return random.ints(4 + random.nextInt(4), 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    boolean isMessage() {
        return sort == Sort.PUBLISHED || sort == Sort.RECEIVED || sort == Sort.UNTOLD;
    }

    /** What a board can lie about in this line. */
    List<Deceit> deceits() {
        return switch (sort) {
            case PUBLISHED, UNTOLD ->
                List.of(
                        Deceit.NOT_SENT,
                        Deceit.ELSEWHERE,
                        Deceit.GARBLED,
                        Deceit.OTHER_NUMBER_SENT,
                        Deceit.OTHER_NUMBER_SAID,
                        Deceit.TWICE);
            case RECEIVED ->
                List.of(
                        Deceit.NEVER_CAME,
                        Deceit.CAME_ELSEWHERE,
                        Deceit.GARBLED_ON_THE_WAY,
                        Deceit.OTHER_NUMBER_SENT,
                        Deceit.OTHER_NUMBER_SAID,
                        Deceit.TWICE_FROM_ONCE);
            case VAGUE, NEUTRAL -> List.of(Deceit.NOT_DONE, Deceit.OTHER_NUMBER_SAID);
            case FIGURE -> List.of(Deceit.NOT_DONE, Deceit.OTHER_NUMBER_SAID, Deceit.BEYOND);
            case FAILURE -> List.of(Deceit.REPORTED);
        };
    }

    /** True when the evidence for a told topic, or the device's own word, speaks against it. */
    boolean isCaught(Deceit deceit) {
        return sort == Sort.PUBLISHED || sort == Sort.RECEIVED || deceit == Deceit.BEYOND || deceit == Deceit.REPORTED;
    }

    private String topic() {
        return "random/" + name.replace(' ', '-');
    }

    /** Of a description. */
    String yaml() {
        String type = decimal ? "number" : "int";
        StringBuilder yaml = new StringBuilder("  - name: " + name + "\n    step: " + step + "\n    pattern: \"" + name
                + " {value:" + type + "}" + (topicSaid ? " at {topic:word}" : "") + " end\"\n");
        switch (sort) {
            case PUBLISHED, UNTOLD -> yaml.append("    says: ok\n    published:\n");
            case RECEIVED -> yaml.append("    received:\n");
            case VAGUE -> yaml.append("    says: ok\n");
            case NEUTRAL -> yaml.append("    standing: neutral\n    reason: nobody sees it\n");
            case FIGURE ->
                yaml.append("    reason: only the device knows\n    measure: {name: " + name.replace(' ', '-')
                        + ", value: value, limits: {max: " + LIMIT + "}}\n");
            case FAILURE -> yaml.append("    says: failed\n");
        }
        if (isMessage()) {
            // Nobody listens to a topic whose first level may be anything, unless he is told to.
            yaml.append("      topic: \"")
                    .append(sort == Sort.UNTOLD ? "{topic}/x" : topicSaid ? "{topic}" : topic())
                    .append("\"\n");
            yaml.append(json ? "      json: {sort: a, number: \"{value}\"}\n" : "      text: \"is {value} now\"\n");
            if (json) {
                yaml.append("      tolerance: {/number: ").append(tolerance).append("}\n      ignore: [/age]\n");
            }
        }
        return yaml.toString();
    }

    /** Where the witness has to listen for it; empty when its description tells by itself, or nobody tells. */
    List<String> listen() {
        return topicSaid && (sort == Sort.PUBLISHED || sort == Sort.RECEIVED) ? List.of(topic()) : List.of();
    }

    private BigDecimal number(Random random) {
        return decimal
                ? BigDecimal.valueOf(random.nextInt(-LARGEST * 100, LARGEST * 100), 2)
                : BigDecimal.valueOf(random.nextInt(-LARGEST, LARGEST));
    }

    private String text(BigDecimal number) {
        String where = topicSaid ? " at " + topic() : "";
        return name + " " + number.toPlainString() + where + " end";
    }

    private List<Fact> message(BigDecimal number, Random random) {
        if (!isMessage()) {
            return List.of();
        }
        BigDecimal sent = number.add(BigDecimal.valueOf(json ? 0.9 * tolerance * (random.nextBoolean() ? 1 : -1) : 0));
        String payload = json
                ? "{\"age\": " + random.nextInt(99) + ", \"number\": " + sent.toPlainString() + ", \"sort\": \"a\"}"
                : "is " + number.toPlainString() + " now";
        return List.of(Messages.received(topic() + (sort == Sort.UNTOLD ? "/x" : ""), payload));
    }

    /** As an honest board prints it, once. */
    Said honest(Random random) {
        BigDecimal number = number(random);
        return new Said(null, text(number), message(number, random));
    }

    /** The same with a lie. */
    List<Said> lying(Deceit deceit, Random random) {
        BigDecimal number = number(random);
        Said honest = new Said(null, text(number), message(number, random));
        // One more than any other line of the run may say: no message is another's by chance.
        BigDecimal other = number.add(BigDecimal.valueOf(2 * LARGEST + 1));
        return switch (deceit) {
            case NOT_SENT, NEVER_CAME -> List.of(honest.seeing(List.of()));
            case ELSEWHERE, CAME_ELSEWHERE ->
                List.of(honest.seeing(List.of(Messages.received(
                        "random/elsewhere",
                        ((Fact.MqttReceived) honest.seen().get(0)).payload().utf8()))));
            case GARBLED, GARBLED_ON_THE_WAY ->
                List.of(honest.seeing(List.of(Messages.received(
                        ((Fact.MqttReceived) honest.seen().get(0)).topic(),
                        json ? "{\"number\": \"none\"}" : "is it"))));
            case OTHER_NUMBER_SENT -> List.of(honest.seeing(message(other, random)));
            case OTHER_NUMBER_SAID -> List.of(honest.saying(text(other)));
            case TWICE, TWICE_FROM_ONCE -> List.of(honest, honest.seeing(List.of()));
            case NOT_DONE, REPORTED -> List.of(honest);
            case BEYOND -> List.of(honest.saying(text(BigDecimal.valueOf(LIMIT + 1))));
        };
    }

    /** All that one run has of it. */
    List<Said> printed(Random random) {
        List<Said> all = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            all.add(honest(random));
        }
        return all;
    }
}
