package org.numakerbench.uart.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.uart.learn.Token.Kind;

/**
 * Takes a line apart: words, and what by its form is a value (numbers, addresses, topics, times). All quantifiers are bounded,
 * so that the time is linear in the text whatever it is.
 */
final class Lexer {
    /** Stands where a character cannot be copied: a control, no UTF-8. */
    static final char UNREADABLE = '\u0001';

    /** Stands where one must not be copied. */
    static final char SECRET = '\u0002';

    /** Any of the two, in an expression. */
    static final String UNSHOWN = "[" + UNREADABLE + SECRET + "]";

    /** A longer text is told by its beginning. */
    static final int LONGEST = 400;

    private static final String UNIT =
            "(?:dBm|dB|°?C|°F|[munkM]?V|[mun]?A|m?W|mAh|[kMG]?Hz|[munµ]?s|min|sec|[kKMG]i?B|[Bb]ytes?|B|[kM]?bps|baud|%"
                    + "|[hk]?Pa|m?bar|lux|lx|pp[mb]|[mck]?m|k?g|deg|rpm|ticks)";
    private static final Pattern UNIT_BEHIND = Pattern.compile(" ?(" + UNIT + ")(?![A-Za-z0-9_])");

    private static final Pattern VALUE = Pattern.compile("(?<![A-Za-z0-9_])(?:"
            // Wed, 03 Jan 2018 06:50:02 GMT
            + "(?<date>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d(?: GMT)?)"
            // UUID; MAC address, serial number, time; day; version and IPv4 address
            + "|(?<word>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
            + "|[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){2,40}(?:\\.\\d{1,9})?"
            + "|\\d{4}-\\d\\d-\\d\\d"
            + "|v?\\d{1,9}(?:\\.\\d{1,9}){2,9}(?::\\d{1,5})?"
            // topic or path; host
            + "|\\$?[\\w+#.-]{1,64}(?:/[\\w+#.$-]{1,128}){2,16}/?"
            + "|[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){2,9}(?::\\d{1,5})?"
            // key, hash, token: long, with digits and letters
            + "|(?=[A-Za-z+/_=-]{0,200}\\d)(?=[0-9+/_=-]{0,200}[A-Za-z])[A-Za-z0-9+/_=-]{16,400}"
            + "|0\\d{5,17})"
            + "|0x(?<hex>[0-9A-Fa-f]{1,16})"
            + "|(?<number>-?\\d{1,18}\\.\\d{1,18})"
            + "|(?<int>-?\\d{1,18}))"
            + "(?![A-Za-z0-9_])");
    /** A number that its unit follows at once: {@code 23.5C}. */
    private static final Pattern MEASURED =
            Pattern.compile("(?<![A-Za-z0-9_])(-?\\d{1,18}(?:\\.\\d{1,18})?)(?=" + UNIT + "(?![A-Za-z0-9_]))");

    private static final Pattern PIECE = Pattern.compile("[\\p{L}\\p{N}_.+-]+| +|[^\\p{L}\\p{N}_.+ -]+");
    private static final Pattern HIDDEN = Pattern.compile(UNSHOWN + "+(?: +" + UNSHOWN + "+)*");

    private Lexer() {}

    /** The pieces of a line, in order. */
    static List<Token> tokens(String line) {
        String text = line.length() <= LONGEST ? line : line.substring(0, LONGEST);
        List<Token> tokens = new ArrayList<>();
        Matcher hidden = HIDDEN.matcher(withoutBraces(text));
        int at = 0;
        while (hidden.find()) {
            printable(text.substring(at, hidden.start()), tokens);
            add(tokens, new Token(Kind.TEXT, text.substring(hidden.start(), hidden.end())));
            at = hidden.end();
        }
        printable(text.substring(at), tokens);
        if (text.length() < line.length()) {
            // The last word is cut off.
            if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).isWords()) {
                tokens.remove(tokens.size() - 1);
            }
            add(tokens, new Token(Kind.TEXT, ""));
        } else if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).isSpaces()) {
            // Nobody sees spaces at the end of a line.
            Token last = tokens.remove(tokens.size() - 1);
            add(tokens, new Token(Kind.SPACES, last.text()));
        }
        return tokens;
    }

    /** A pattern has no way to write a brace: from the first to the last of a pair is any text. */
    private static String withoutBraces(String text) {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        StringBuilder without = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{' || c == '}' || open >= 0 && i > open && i < close) {
                without.setCharAt(i, UNREADABLE);
            }
        }
        return without.toString();
    }

    /** The unit that begins a text; empty when none does. */
    static String unit(String behind) {
        Matcher unit = UNIT_BEHIND.matcher(behind);
        return unit.lookingAt() ? unit.group(1) : "";
    }

    private static void printable(String text, List<Token> tokens) {
        Matcher value = VALUE.matcher(text);
        Matcher measured = MEASURED.matcher(text);
        int at = 0;
        boolean values = value.find();
        boolean measures = measured.find();
        while (values || measures) {
            boolean first = values && (!measures || isFirst(value, measured));
            Matcher found = first ? value : measured;
            int start = first && value.group("hex") != null ? value.start("hex") : found.start();
            pieces(text.substring(at, start), tokens);
            add(tokens, first ? token(value) : number(measured.group(1)));
            at = found.end();
            values = at <= text.length() && value.find(at);
            measures = at <= text.length() && measured.find(at);
        }
        pieces(text.substring(at), tokens);
    }

    /** Of two that begin at one place the longer is meant. */
    private static boolean isFirst(Matcher one, Matcher other) {
        return one.start() < other.start() || one.start() == other.start() && one.end() >= other.end();
    }

    private static Token token(Matcher value) {
        if (value.group("date") != null) {
            return new Token(Kind.TEXT, value.group());
        }
        if (value.group("word") != null) {
            return new Token(Kind.WORD, value.group());
        }
        return value.group("hex") != null ? new Token(Kind.HEXTEXT, value.group("hex")) : number(value.group());
    }

    private static Token number(String text) {
        return new Token(text.indexOf('.') < 0 ? Kind.INT : Kind.NUMBER, text);
    }

    private static void pieces(String text, List<Token> tokens) {
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            tokens.add(new Token(Kind.WORDS, piece.group()));
        }
    }

    /** No placeholder stands right behind another: nobody could tell where the one ends. */
    private static void add(List<Token> tokens, Token token) {
        int last = tokens.size() - 1;
        if (last >= 0 && !tokens.get(last).isWords() && !token.isWords()) {
            tokens.set(last, new Token(Kind.TEXT, tokens.get(last).text() + token.text()));
        } else {
            tokens.add(token);
        }
    }
}
