package org.numakerbench.uart.learn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes one template of those that are one line of the firmware. */
final class Merging {
    /** So many different words in one place are names that somebody chose, and not each a line of its own. */
    private static final int MANY_WORDS = 8;
    /** Differences in so many places are found one after the other. */
    private static final int ROUNDS = 3;
    /** A shorter beginning is in other lines by chance. */
    private static final int SURE_BEGINNING = 8;
    /** More lines than a description of a person's has. */
    private static final int MOST_LINES = 400;

    private final Set<Template> templates;

    private Merging(Collection<Template> templates) {
        this.templates = new LinkedHashSet<>(templates);
    }

    /** The lines, in the order of a run. */
    static List<Template> of(Map<String, Template> byKey) {
        Merging merging = new Merging(byKey.values());
        merging.interruptions(byKey);
        for (int round = 0; round < ROUNDS; round++) {
            merging.variations();
        }
        merging.values();
        merging.tooMany();
        return merging.templates.stream()
                .sorted(Comparator.comparingInt(Template::position))
                .toList();
    }

    /** A line that ends in the middle with another behind it is no third one: a thread printed while another did. */
    private void interruptions(Map<String, Template> byKey) {
        Map<String, Boolean> beginnings = new HashMap<>();
        for (Template each : byKey.values()) {
            if (each.beginning().length() >= SURE_BEGINNING) {
                beginnings.put(each.beginning().substring(0, SURE_BEGINNING), true);
            }
        }
        for (Template each : byKey.values()) {
            String text = each.sample();
            for (int at = 1; at + SURE_BEGINNING <= text.length(); at++) {
                if (beginnings.containsKey(text.substring(at, at + SURE_BEGINNING))) {
                    Template before = byKey.get(Template.key(Lexer.tokens(text.substring(0, at))));
                    Template behind = byKey.get(Template.key(Lexer.tokens(text.substring(at))));
                    if (before != null && behind != null && behind.beginning().length() >= SURE_BEGINNING) {
                        behind.interrupts(true);
                        templates.remove(each);
                        break;
                    }
                }
            }
        }
    }

    /**
     * The tokens around one place.
     *
     * @param before of those before it
     * @param behind of those behind it
     */
    private record Around(int place, int size, int before, long behind) {}

    private void variations() {
        Map<Around, List<Template>> alike = new LinkedHashMap<>();
        for (Template each : templates) {
            List<Token> tokens = each.tokens();
            long[] behind = new long[tokens.size() + 1];
            for (int i = tokens.size() - 1; i >= 0; i--) {
                behind[i] = behind[i + 1] * 1_000_003 + tokens.get(i).key().hashCode();
            }
            int before = 0;
            for (int i = 0; i < tokens.size(); i++) {
                if (tokens.get(i).mayVary() && (!tokens.get(i).isSpaces() || isBeforeNumber(tokens, i))) {
                    alike.computeIfAbsent(new Around(i, tokens.size(), before, behind[i + 1]), any -> new ArrayList<>())
                            .add(each);
                }
                before = before * 31 + tokens.get(i).key().hashCode();
            }
        }
        alike.forEach((around, all) -> {
            List<Template> same = all.stream()
                    .filter(templates::contains)
                    .filter(it -> it.sameBut(all.get(0), around.place()))
                    .toList();
            if (same.size() > 1 && isOneLine(same, around.place())) {
                merge(same, Template.of(same));
            }
        });
    }

    private static boolean isBeforeNumber(List<Token> tokens, int place) {
        return place > 0 && place + 1 < tokens.size() && tokens.get(place + 1).isNumber();
    }

    private static boolean isOneLine(List<Template> same, int place) {
        List<Token> there = same.stream().map(it -> it.tokens().get(place)).toList();
        boolean spaces = there.stream().allMatch(it -> it.isSpaces() || it.kind() == Token.Kind.SPACES);
        boolean values =
                there.stream().noneMatch(Token::isSpaces) && there.stream().allMatch(Token::looksLikeValue);
        boolean words = there.stream().noneMatch(Token::isSpaces) && there.size() >= MANY_WORDS;
        boolean sameClaim = same.stream().map(ClaimWords::of).distinct().count() == 1;
        return (spaces || values || words) && sameClaim && hasOtherWords(same.get(0), place);
    }

    /** Lines of one word each are no line with a word that varies. */
    private static boolean hasOtherWords(Template template, int place) {
        List<Token> tokens = template.tokens();
        return IntStream.range(0, tokens.size())
                .anyMatch(it -> it != place
                        && tokens.get(it).isWords()
                        && !tokens.get(it).isSpaces());
    }

    /** What stands behind a name may be any text, when no capture has two of it. */
    private void values() {
        Map<String, List<Template>> named = new LinkedHashMap<>();
        for (Template each : templates) {
            int common = named(each);
            if (common > 0) {
                named.computeIfAbsent(Template.key(each.tokens().subList(0, common)), any -> new ArrayList<>())
                        .add(each);
            }
        }
        for (List<Template> all : named.values()) {
            BitSet seen = new BitSet();
            boolean apart = all.size() > 1
                    && all.stream().map(ClaimWords::of).distinct().count() == 1;
            for (Template each : all) {
                apart &= !seen.intersects(each.captures()) && each.mostInOne() == 1;
                seen.or(each.captures());
            }
            if (apart) {
                merge(all, Template.of(all, named(all.get(0))));
            }
        }
    }

    /** How many tokens name a value: up to a colon or an equals sign, and the spaces behind it; 0 when none does. */
    private static int named(Template template) {
        List<Token> tokens = template.tokens();
        for (int i = 1; i + 1 < tokens.size() && tokens.get(i).isWords(); i++) {
            boolean sign =
                    tokens.get(i).text().endsWith(":") || tokens.get(i).text().endsWith("=");
            if (sign && tokens.get(0).isWords()) {
                int common = tokens.get(i + 1).isSpaces() ? i + 2 : i + 1;
                return common < tokens.size() ? common : 0;
            }
        }
        return 0;
    }

    /** Of very many, those with the same first words are one. */
    private void tooMany() {
        for (int words = SURE_BEGINNING; templates.size() > MOST_LINES && words > 0; words /= 2) {
            int common = words;
            Map<String, List<Template>> alike = new LinkedHashMap<>();
            for (Template each : templates) {
                if (each.tokens().size() > common
                        && each.tokens().subList(0, common).stream().allMatch(Token::isWords)) {
                    alike.computeIfAbsent(Template.key(each.tokens().subList(0, common)), any -> new ArrayList<>())
                            .add(each);
                }
            }
            alike.values().stream()
                    .filter(it -> it.size() > 1)
                    .sorted(Comparator.comparingInt(it -> -it.size()))
                    .forEach(it -> {
                        if (templates.size() > MOST_LINES) {
                            merge(it, Template.of(it, common));
                        }
                    });
        }
        Set<Template> kept = new HashSet<>(templates.stream()
                .sorted(Comparator.comparingInt(it -> -it.count()))
                .limit(MOST_LINES)
                .toList());
        templates.retainAll(kept);
    }

    private void merge(List<Template> parts, Template whole) {
        parts.forEach(templates::remove);
        templates.add(whole);
    }
}
