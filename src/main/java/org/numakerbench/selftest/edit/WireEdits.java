package org.numakerbench.selftest.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.uart.Places;

/** Every edit of a run's text that stands in the table, from the boot banner on. */
final class WireEdits {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern OK = Pattern.compile("\\bOK\\b");

    private final String wire;
    private final int since;
    private final Places places;
    private final List<Edit> edits = new ArrayList<>();

    private WireEdits(String wire, Places places) {
        this.wire = wire;
        this.places = places;
        this.since = places.begin();
    }

    static List<Edit> of(String wire, Places places) {
        WireEdits edits = new WireEdits(wire, places);
        edits.characters();
        edits.words(EditKind.NUMBER, NUMBER);
        edits.words(EditKind.OK_FAILED, OK);
        edits.lines();
        return edits.edits;
    }

    private void characters() {
        for (int at = since; at < wire.length(); at++) {
            char other = next(wire.charAt(at));
            if (other != wire.charAt(at)) {
                add(EditKind.CHARACTER, at, at, at + 1, String.valueOf(other));
            }
        }
    }

    /** The letter or digit after this one, round about; what is neither stays. */
    private static char next(char c) {
        if (c >= '0' && c <= '9') {
            return c == '9' ? '0' : (char) (c + 1);
        }
        if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
            return c == 'z' ? 'a' : c == 'Z' ? 'A' : (char) (c + 1);
        }
        return c;
    }

    private void words(EditKind kind, Pattern words) {
        Matcher found = words.matcher(wire);
        for (int at = since; at < wire.length() && found.find(at); at = found.end()) {
            String other = kind == EditKind.OK_FAILED ? "failed: -1" : near(found.group());
            add(kind, found.start(), found.start(), found.end(), other);
        }
    }

    /** One more, in as many digits: {@code 09} becomes {@code 10}, {@code 99} becomes {@code 98}. */
    private static String near(String number) {
        char[] digits = number.toCharArray();
        for (int at = digits.length - 1; at >= 0; at--) {
            if (digits[at] != '9') {
                digits[at]++;
                return new String(digits);
            }
            digits[at] = '0';
        }
        return number.substring(0, number.length() - 1) + "8";
    }

    private void lines() {
        int begin = since;
        int before = -1;
        for (int end = wire.indexOf('\n', begin) + 1; end > 0; end = wire.indexOf('\n', begin) + 1) {
            if (!wire.substring(end).isBlank()) {
                add(EditKind.CUT_OFF, begin, end, wire.length(), "");
            }
            String line = wire.substring(begin, end);
            if (line.isBlank()) {
                before = -1;
            } else {
                add(EditKind.LINE_DELETED, begin, begin, end, "");
                add(EditKind.LINE_TWICE, begin, begin, end, line + line);
                if (before >= 0 && !wire.substring(before, begin).equals(line)) {
                    add(EditKind.LINES_SWAPPED, begin, before, end, line + wire.substring(before, begin));
                }
                before = begin;
            }
            begin = end;
        }
    }

    private void add(EditKind kind, int place, int from, int to, String text) {
        Places.Place of = places.at(place);
        // A line of which nobody knows how often it comes may stand before or behind its neighbour.
        boolean neutral = switch (kind) {
            case CHARACTER, NUMBER -> of.neutral();
            case LINES_SWAPPED -> of.line() || places.at(from).line();
            default -> of.line();
        };
        edits.add(new WireEdit(kind, of.field(), neutral, detail(place, from, to, text), from, to, text));
    }

    private String detail(int place, int from, int to, String text) {
        int begin = wire.lastIndexOf('\n', Math.max(0, place - 1)) + 1;
        int end = wire.indexOf('\n', place);
        String line = wire.substring(begin, end < 0 ? wire.length() : end).strip();
        boolean inLine = to - from < line.length() && !text.isEmpty() && text.indexOf('\n') < 0;
        return inLine
                ? "\"" + wire.substring(from, to) + "\" to \"" + text + "\" in \"" + line + "\""
                : "\"" + line + "\"";
    }
}
