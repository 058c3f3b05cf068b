package org.numakerbench.uart.learn;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription.Says;

/**
 * What a line claims, by the words that firmware uses for success and failure.
 *
 * @param says null when it claims neither, or nobody can tell
 * @param doubt what a person has to look at; null: nothing
 */
record ClaimWords(@Nullable Says says, @Nullable String doubt) {
    private static final ClaimWords NOTHING = new ClaimWords(null, null);

    private static final Pattern OK =
            words("OK|Ok|ok|[Ss]ucce(ss|ssful|ssfully|eds|eded)|SUCCESS|passed|PASS(ED)?|done|DONE"
                    + "|established|completed?|verified");
    private static final Pattern FAILED = words("[Ff]ail(s|ed|ure)?|FAIL(ED|URE)?");
    private static final Pattern TROUBLE = words(
            "[Ee]rrors?|ERROR|[Tt]imeouts?|[Tt]imed out|TIMEOUT|denied|refused|[Cc]annot"
                    + "|[Cc]ould not|[Uu]nable|[Aa]bort(s|ed|ing)?|ABORT|ASSERT|[Aa]ssert(ion)?|[Pp]anic|[Ii]nvalid|[Ll]ost");
    private static final Pattern DENIAL =
            Pattern.compile("(?i)(?<![a-z])(no|not|never|without|if|unless|until) +(yet +)?$");
    /** {@code 0 failed} is no failure, {@code 200 OK} is a success. */
    private static final Pattern COUNT = Pattern.compile("# +$");

    private static Pattern words(String words) {
        return Pattern.compile("(?<![A-Za-z0-9_-])(?:" + words + ")(?![A-Za-z0-9_-])");
    }

    static ClaimWords of(Template template) {
        List<Token> tokens = template.tokens();
        String text = tokens.stream()
                .map(it -> it.isWords() ? it.text() : it.isNumber() ? "#" : "")
                .collect(Collectors.joining());
        boolean ok = OK.matcher(text).find();
        boolean failed = FAILED.matcher(text).find();
        if (ok && failed || behind(DENIAL, OK, text) || behind(DENIAL, FAILED, text) || behind(COUNT, FAILED, text)) {
            return new ClaimWords(
                    null, "it speaks of success or failure: if it claims one, add says: ok or says: failed");
        }
        if (ok || failed) {
            return new ClaimWords(ok ? Says.OK : Says.FAILED, null);
        }
        return TROUBLE.matcher(text).find()
                ? new ClaimWords(null, "it speaks of trouble: if the run has failed then, add says: failed")
                : NOTHING;
    }

    private static boolean behind(Pattern before, Pattern words, String text) {
        Matcher found = words.matcher(text);
        while (found.find()) {
            if (before.matcher(text.substring(0, found.start())).find()) {
                return true;
            }
        }
        return false;
    }
}
