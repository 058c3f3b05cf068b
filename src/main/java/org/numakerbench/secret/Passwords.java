package org.numakerbench.secret;

import java.util.Locale;
import java.util.Set;

/**
 * Finds passwords by the words before them, within one line: in the AT commands that join or make a Wi-Fi network, in
 * {@code password=} and what else configurations, macros and JSON make of it, and in addresses with a user in them. One
 * walk over the line, with a bounded look back at each character that may stand between a name and its value.
 */
final class Passwords {
    private static final int LONGEST_NAME = 64;
    /** Columns of a header file are that wide. */
    private static final int MOST_SPACES = 32;
    /** User and password of an address are shorter. */
    private static final int LONGEST_USER = 512;

    private static final Set<String> LAST_WORDS = Set.of("pass", "psk", "pwd", "passcode");
    /** What ends a value that is not in quotes. */
    private static final String ENDS = " \t,;&\"'<>(){}[]\\";
    /** What ends the part of an address that may hold a user. */
    private static final String NO_USER = " \t/\"'<>?#\\";

    /** A configuration's {@code "wifi-password": {... "value": ...}} is open. */
    private boolean inside;
    /** From here on there is no comma in the line, and no comma after a quote: nobody looks twice. */
    private int noComma;

    private int noQuotedComma;

    /** Reads one line, or a part of a long one. */
    void read(CharSequence line, int length, Marks marks) {
        noComma = length;
        noQuotedComma = length;
        // Whatever hides the rest of the line has found all there is.
        for (int at = 0; at < length && !marks.isHiddenToTheEnd(); at++) {
            switch (line.charAt(at)) {
                case '=' -> assignment(line, at, length, marks);
                case ':' -> {
                    if (at + 2 < length && line.charAt(at + 1) == '/' && line.charAt(at + 2) == '/') {
                        address(line, at, length, marks);
                    } else {
                        assignment(line, at, length, marks);
                    }
                }
                case '"', '\'' -> macro(line, at, length, marks);
                case '}' -> inside = false;
                default -> {}
            }
        }
    }

    private void assignment(CharSequence line, int at, int length, Marks marks) {
        int nameEnd = at;
        while (nameEnd > 0 && at - nameEnd < MOST_SPACES && " \t\"'\\[]".indexOf(line.charAt(nameEnd - 1)) >= 0) {
            nameEnd--;
        }
        int nameStart = nameStart(line, nameEnd);
        if (nameStart == nameEnd) {
            return;
        }
        String name = name(line, nameStart, nameEnd);
        boolean makesNetwork = name.contains("cwsap");
        if (makesNetwork || name.contains("cwjap") && line.charAt(at) == '=') {
            network(line, nameStart, at + 1, length, marks);
        } else if (isPassword(name) && !isOutcome(line, nameStart, nameEnd, at, length)
                || inside && name.equals("value")) {
            value(line, nameStart, at + 1, length, marks);
        }
    }

    /** {@code PASS: all claims confirmed}, {@code "pass": 12}: tests say so, and no password is announced in these ways. */
    private static boolean isOutcome(CharSequence line, int nameStart, int nameEnd, int at, int length) {
        String name = line.subSequence(nameStart, nameEnd).toString();
        if (line.charAt(at) != ':' || !name.equalsIgnoreCase("pass")) {
            return false;
        }
        int value = at + 1;
        while (value < length && line.charAt(value) == ' ') {
            value++;
        }
        return name.equals("PASS") || value < length && Character.isDigit(line.charAt(value));
    }

    /** {@code #define MBED_CONF_APP_WIFI_PASSWORD "..."}. */
    private void macro(CharSequence line, int at, int length, Marks marks) {
        int nameEnd = at;
        while (nameEnd > 0 && at - nameEnd < MOST_SPACES && " \t\\".indexOf(line.charAt(nameEnd - 1)) >= 0) {
            nameEnd--;
        }
        int nameStart = nameStart(line, nameEnd);
        boolean apart = nameEnd < at && line.charAt(nameEnd) != '\\';
        if (apart && nameStart < nameEnd && isPassword(name(line, nameStart, nameEnd))) {
            value(line, nameStart, nameEnd, length, marks);
        }
    }

    private static int nameStart(CharSequence line, int end) {
        int start = end;
        while (start > 0 && end - start < LONGEST_NAME && isOfName(line.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static String name(CharSequence line, int start, int end) {
        return line.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }

    private static boolean isPassword(String name) {
        if (name.contains("password") || name.contains("passwd") || name.contains("passphrase")) {
            return true;
        }
        int last = Math.max(name.lastIndexOf('_'), Math.max(name.lastIndexOf('.'), name.lastIndexOf('-')));
        return LAST_WORDS.contains(name.substring(last + 1));
    }

    /** Everything after the name of the network, as that may be cut, damaged or followed by more of the kind. */
    private void network(CharSequence line, int start, int from, int length, Marks marks) {
        int at = from;
        while (at < length && " \t\\".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        int comma = -1;
        if (at < length && line.charAt(at) == '"') {
            boolean quoted = false;
            int quotes = 1;
            for (int i = at + 1; i < noQuotedComma && comma < 0; i++) {
                char c = line.charAt(i);
                comma = c == ',' && quoted ? i : -1;
                quotes += c == '"' ? 1 : 0;
                quoted = c == '"' || quoted && c == ' ';
            }
            if (comma < 0 && quotes == 2) {
                // The name alone.
                noQuotedComma = Math.min(noQuotedComma, at);
                return;
            }
        } else {
            for (int i = at; i < noComma && comma < 0; i++) {
                comma = line.charAt(i) == ',' ? i : -1;
            }
            if (comma < 0) {
                noComma = Math.min(noComma, at);
                return;
            }
        }
        int secret = comma < 0 ? from : comma + 1;
        if (!isHiddenAlready(line, secret, length)) {
            marks.hide(start, secret, length);
        }
    }

    /** Text that was hidden, and then put into JSON, keeps the quotes of the JSON. */
    private static boolean isHiddenAlready(CharSequence line, int from, int length) {
        int at = from;
        while (at < length && line.charAt(at) == '*') {
            at++;
        }
        return at > from && (at == length || "\"'\\,<} \t".indexOf(line.charAt(at)) >= 0);
    }

    private void value(CharSequence line, int start, int from, int length, Marks marks) {
        int at = from;
        while (at < length && " \t".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        int escapes = 0;
        while (at < length && line.charAt(at) == '\\') {
            escapes++;
            at++;
        }
        if (at == length) {
            return;
        }
        char first = line.charAt(at);
        if (first == '{') {
            inside = true;
        } else if (first == '"' || first == '\'') {
            marks.hide(start, at + 1, quoteEnd(line, at + 1, first, escapes, length));
        } else {
            int end = at;
            while (end < length && ENDS.indexOf(line.charAt(end)) < 0) {
                end++;
            }
            if (end > at) {
                marks.hide(start, at, end);
            }
        }
    }

    /** Where the escapes before the closing quote begin. A quote inside has more of them than the opening one. */
    private static int quoteEnd(CharSequence line, int from, char quote, int escapes, int length) {
        int cycle = 2 * (escapes + 1);
        int before = 0;
        for (int at = from; at < length; at++) {
            char c = line.charAt(at);
            if (c == quote && before % cycle == escapes) {
                return Math.max(from, at - escapes);
            }
            before = c == '\\' ? before + 1 : 0;
        }
        return length;
    }

    /** {@code postgresql://user:password@host}. */
    private static void address(CharSequence line, int at, int length, Marks marks) {
        int from = at + 3;
        int colon = -1;
        int host = -1;
        int end = Math.min(length, from + LONGEST_USER);
        for (int i = from; i < end && NO_USER.indexOf(line.charAt(i)) < 0; i++) {
            colon = colon < 0 && line.charAt(i) == ':' ? i : colon;
            host = line.charAt(i) == '@' ? i : host;
        }
        if (colon >= 0 && host > colon + 1) {
            marks.hide(at, colon + 1, host);
        }
    }
}
