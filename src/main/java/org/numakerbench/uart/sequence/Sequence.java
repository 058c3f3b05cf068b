package org.numakerbench.uart.sequence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.grammar.Generation;
import org.numakerbench.uart.grammar.GenerationGuess;
import org.numakerbench.uart.grammar.ResourceText;

/** The order of a firmware's lines. Unchanging: all runs share one. */
public final class Sequence {
    /** Of the example firmware, all generations. */
    public static final Sequence FIRMWARE = firmware();

    /** A boot that prints more is out of its mind, and its order tells nothing. */
    private static final int MOST = 2000;

    /**
     * What a boot looks like along the sequence.
     *
     * @param disorders in wire order
     * @param rest what had to come behind the last line
     */
    public record Order(List<Disorder> disorders, List<Disorder> rest) {
        /** Of what nobody walked along. */
        public static final Order UNKNOWN = new Order(List.of(), List.of());

        public Order {
            disorders = List.copyOf(disorders);
            rest = List.copyOf(rest);
        }

        /** How often the tests begin again. */
        public int loops() {
            return (int) disorders.stream()
                    .filter(it -> it.trouble() == Disorder.Trouble.AGAIN)
                    .count();
        }
    }

    private final SequenceText text;
    private final Map<Which, Graph> graphs = new ConcurrentHashMap<>();

    private record Which(String passage, Set<Generation> generations, Set<String> tests) {}

    private Sequence(SequenceText text) {
        this.text = text;
    }

    private static Sequence firmware() {
        String name = "firmware.txt";
        return new Sequence(new SequenceText(name, ResourceText.beside(Sequence.class, name)));
    }

    /**
     * Walks along one boot; {@link Order#UNKNOWN} when it prints far more than any firmware does.
     *
     * @param boot its claims in wire order, from its banner (or what is printed before it) on
     * @param lines how many the wire has; 0 when more may come
     * @param built the Mbed OS version that the firmware is built with; null when nobody knows
     * @param tests that the firmware is built for, {@code mqtt}, {@code https}
     */
    public Order walk(List<Claim> boot, int lines, @Nullable String built, Collection<String> tests) {
        List<Seen> seen = Seen.all(boot, lines);
        if (seen.size() > MOST) {
            return Order.UNKNOWN;
        }
        Set<Generation> generations = GenerationGuess.possible(boot, built);
        Disorders claims = new Disorders(graph("boot", generations, tests), seen);
        List<Disorder> disorders = new ArrayList<>(claims.found());
        for (Claim claim : boot) {
            disorders.addAll(within(claim, generations));
        }
        disorders.addAll(HeaderOrder.disorders(boot));
        disorders.sort(Comparator.comparingInt(Disorder::line));
        return new Order(disorders, claims.rest());
    }

    private Graph graph(String passage, Set<Generation> generations, Collection<String> tests) {
        return graphs.computeIfAbsent(
                new Which(passage, Set.copyOf(generations), Set.copyOf(tests)),
                it -> text.graph(it.passage(), it.generations(), it.tests()));
    }

    /** The lines of one claim. */
    private List<Disorder> within(Claim claim, Set<Generation> generations) {
        String passage = claim.kind().word();
        boolean block = claim.text().indexOf('\n') >= 0 || claim.kind() == ClaimKind.MESSAGE_ARRIVED;
        if (!block || claim.claimsFailure() || !text.has(passage) || !text.speaksOf(passage, claim.text())) {
            return List.of();
        }
        List<Seen> lines = Seen.within(claim);
        if (lines.size() > MOST) {
            return List.of();
        }
        Disorders within = new Disorders(graph(passage, generations, Set.of()), lines, claim);
        List<Disorder> all = new ArrayList<>(within.found());
        all.addAll(within.rest());
        return all;
    }
}
