package org.numakerbench.uart.learn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Lines that are one line of the firmware, as far as is known. */
final class Template {
    /** As it was first seen, with what must not be shown replaced. */
    private final String sample;

    private final BitSet captures = new BitSet();
    /** By capture: where it came there first. */
    private final Map<Integer, Integer> places = new HashMap<>();

    private final List<Template> parts = new ArrayList<>();
    private List<Token> tokens;
    private BitSet varies = new BitSet();
    private int count;
    private int inLast;
    private int mostInOne;
    private int position = Integer.MAX_VALUE;
    private boolean interrupts;

    Template(String sample, List<Token> tokens) {
        this.sample = sample;
        this.tokens = List.copyOf(tokens);
    }

    /** Of several, which their tokens make one. */
    private Template(List<Token> tokens, List<Template> parts) {
        this(parts.get(0).sample, tokens);
        for (Template part : parts) {
            this.parts.add(part);
            captures.or(part.captures);
            part.places.forEach((capture, place) -> places.merge(capture, place, Math::min));
            count += part.count;
            position = Math.min(position, part.position);
            mostInOne += part.mostInOne;
            interrupts |= part.interrupts;
        }
    }

    /** One template of two or more that have as many tokens. */
    static Template of(List<Template> parts) {
        List<Token> tokens = new ArrayList<>(parts.get(0).tokens);
        BitSet varies = new BitSet();
        for (Template part : parts) {
            varies.or(part.varies);
            for (int i = 0; i < tokens.size(); i++) {
                if (!part.tokens.get(i).equals(parts.get(0).tokens.get(i))) {
                    varies.set(i);
                }
                tokens.set(i, tokens.get(i).or(part.tokens.get(i)));
            }
        }
        Template whole = new Template(tokens, parts);
        whole.varies = varies;
        return whole;
    }

    /** One template of two or more that have their first tokens in common, and any text behind them. */
    static Template of(List<Template> parts, int common) {
        List<Token> tokens = new ArrayList<>(parts.get(0).tokens.subList(0, common));
        tokens.add(new Token(Token.Kind.TEXT, ""));
        Template whole = new Template(tokens, parts);
        parts.forEach(it -> whole.varies.or(it.varies.get(0, common)));
        whole.varies.set(common);
        return whole;
    }

    /**
     * Takes one more line with the same key.
     *
     * @param place among the lines of its capture
     */
    void saw(List<Token> line, int capture, int place) {
        List<Token> both = new ArrayList<>(tokens);
        for (int i = 0; i < both.size(); i++) {
            if (!both.get(i).equals(line.get(i))) {
                varies.set(i);
                both.set(i, both.get(i).or(line.get(i)));
            }
        }
        tokens = both;
        inLast = captures.get(capture) ? inLast + 1 : 1;
        mostInOne = Math.max(mostInOne, inLast);
        captures.set(capture);
        places.putIfAbsent(capture, place);
        count++;
    }

    void interrupts(boolean does) {
        interrupts = does;
    }

    /** A text in it must not be shown: whatever stands there is any text. */
    void hide(String secret) {
        List<Token> shown = new ArrayList<>();
        for (Token token : tokens) {
            Token last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
            boolean hidden = token.isWords() && token.text().contains(secret);
            if (hidden && last != null && !last.isWords()) {
                shown.set(shown.size() - 1, new Token(Token.Kind.TEXT, ""));
            } else {
                shown.add(hidden ? new Token(Token.Kind.TEXT, "") : token);
            }
        }
        tokens = shown;
    }

    /** True when another has the same tokens but for one. */
    boolean sameBut(Template other, int place) {
        for (int i = 0; i < tokens.size(); i++) {
            if (i != place && !tokens.get(i).key().equals(other.tokens.get(i).key())) {
                return false;
            }
        }
        return true;
    }

    String sample() {
        return sample;
    }

    List<Token> tokens() {
        return tokens;
    }

    /** What it was made of; empty when it is one that was seen so. */
    List<Template> parts() {
        return parts;
    }

    /** Captures that have it, by their place. */
    BitSet captures() {
        return captures;
    }

    int count() {
        return count;
    }

    /** How often a capture has it at most. */
    int mostInOne() {
        return mostInOne;
    }

    /** True when both are in the same captures, and in each of them this one comes later. */
    boolean comesBehind(Template other) {
        return places.keySet().equals(other.places.keySet())
                && places.entrySet().stream()
                        .allMatch(it -> it.getValue() > Objects.requireNonNull(other.places.get(it.getKey())));
    }

    /** Its place in the order of a run, among all. */
    int position() {
        return position;
    }

    void position(int place) {
        position = place;
    }

    boolean interrupts() {
        return interrupts;
    }

    /** True when different texts stood there. */
    boolean varies(int token) {
        return varies.get(token);
    }

    /** The words ahead of the first placeholder. */
    String beginning() {
        return tokens.stream().takeWhile(Token::isWords).map(Token::text).collect(Collectors.joining());
    }

    static String key(List<Token> tokens) {
        return tokens.stream().map(Token::key).collect(Collectors.joining());
    }
}
