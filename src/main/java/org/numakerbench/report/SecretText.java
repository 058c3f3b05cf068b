package org.numakerbench.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hides what debug output shows and nobody else must see: passwords of Wi-Fi networks, private keys, and what the profile
 * adds. Each character becomes an asterisk.
 */
public final class SecretText {
    private static final List<Pattern> ALWAYS = List.of(
            // ESP8266 AT commands: the password is the second text.
            Pattern.compile("(?<=CW[JS]AP[A-Z_]{0,8}=\"[^\"\\r\\n]{0,64}\",)[^\\r\\n]+"),
            // PEM, whole or cut off; some firmware prints it as a C literal, with \n for line ends.
            Pattern.compile("(?<=-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----).*?(?=-----END|\\z)", Pattern.DOTALL));

    private final List<Pattern> patterns;

    /** @param more regular expressions, beside what is always hidden */
    public SecretText(List<String> more) {
        patterns = Stream.concat(ALWAYS.stream(), more.stream().map(Pattern::compile))
                .toList();
    }

    /** The text with secrets hidden; the same object when there are none. */
    public String hide(String text) {
        char @Nullable [] hidden = null;
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                hidden = hidden == null ? text.toCharArray() : hidden;
                for (int at = matcher.start(); at < matcher.end(); at++) {
                    if (hidden[at] != '\r' && hidden[at] != '\n') {
                        hidden[at] = '*';
                    }
                }
            }
        }
        return hidden == null ? text : new String(hidden);
    }
}
