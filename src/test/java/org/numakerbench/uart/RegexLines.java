package org.numakerbench.uart;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarRow;

/**
 * The plain way to read the same lines: one regular expression a row, tried in turn on what each line shows after its
 * last CR. It knows no blocks, no overprints across lines and no steps, so it does less than the parser.
 */
final class RegexLines {
    private record Expression(Pattern pattern, GrammarRow row, List<String> names, List<String> types) {}

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");

    private final List<Expression> expressions = Grammar.FIRMWARE.rows().stream()
            .filter(row -> row.part() == GrammarRow.Part.LINE)
            .map(RegexLines::expression)
            .toList();

    private static Expression expression(GrammarRow row) {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(row.pattern());
        int at = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(row.pattern().substring(at, placeholder.start())));
            at = placeholder.end();
            String[] words = placeholder.group(1).split("\\|");
            String[] nameAndType = words[0].split(":");
            String type = words.length > 1 ? "choice" : nameAndType.length > 1 ? nameAndType[1] : "text";
            names.add(nameAndType[0]);
            types.add(type);
            regex.append('(').append(group(type, words)).append(')');
        }
        regex.append(Pattern.quote(row.pattern().substring(at)));
        return new Expression(Pattern.compile(regex.toString()), row, names, types);
    }

    private static String group(String type, String[] words) {
        return switch (type) {
            case "choice" -> {
                List<String> quoted = new ArrayList<>();
                for (int i = 1; i < words.length; i++) {
                    quoted.add(Pattern.quote(words[i]));
                }
                yield String.join("|", quoted);
            }
            case "int" -> "-?\\d{1,18}";
            case "hex", "hexText" -> "[0-9A-Fa-f]{1,18}";
            case "word" -> "[^ ]+?";
            case "any" -> ".*";
            case "spaces" -> " *";
            default -> ".+";
        };
    }

    /** A claim for every LF-ended line whose last text is a row. */
    List<Claim> claims(byte[] capture) {
        List<Claim> claims = new ArrayList<>();
        String text = new String(capture, StandardCharsets.UTF_8);
        int number = 0;
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            number++;
            int end = to > from && text.charAt(to - 1) == '\r' ? to - 1 : to;
            int shown = Math.max(from, text.lastIndexOf('\r', end - 1) + 1);
            Claim claim = shown < end ? claim(text.substring(shown, end), number, from, to + 1) : null;
            if (claim != null) {
                claims.add(claim);
            }
            from = to + 1;
        }
        return claims;
    }

    private Claim claim(String line, int number, long start, long end) {
        for (Expression expression : expressions) {
            Matcher matcher = expression.pattern.matcher(line);
            if (matcher.matches()) {
                Map<String, Object> fields = new LinkedHashMap<>(expression.row.fields());
                for (int i = 0; i < expression.names.size(); i++) {
                    if (!expression.names.get(i).isEmpty()) {
                        fields.put(expression.names.get(i), value(expression.types.get(i), matcher.group(i + 1)));
                    }
                }
                GrammarRow row = expression.row;
                return new Claim(number, null, row.kind(), row.ok(), line, fields, start, end);
            }
        }
        return null;
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "int" -> Long.valueOf(text);
            case "hexText" -> "0x" + text;
            case "choice" -> text.strip();
            default -> text;
        };
    }
}
