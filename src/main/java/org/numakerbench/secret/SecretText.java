package org.numakerbench.secret;

import java.util.List;
import org.numakerbench.evidence.Bytes;

/**
 * Hides in any text what nobody else must see: private keys, passwords, and what a profile adds. Each character becomes an
 * asterisk; line ends stay. A line whose password was hidden stays as it is when it is hidden again, so that JSON stays JSON.
 */
public final class SecretText {
    /** What is always hidden, and no more. */
    public static final SecretText BUILT_IN = new SecretText(Expressions.NONE, false);
    /** Hides all text, for where it is not known what in it is secret. */
    public static final SecretText ALL = new SecretText(Expressions.NONE, true);

    private final Expressions expressions;
    private final boolean withheld;

    private SecretText(Expressions expressions, boolean withheld) {
        this.expressions = expressions;
        this.withheld = withheld;
    }

    /**
     * @param more regular expressions of this host's own profiles, beside what is always hidden
     * @throws IllegalArgumentException when one has a {@link Expressions#problem}
     */
    public static SecretText of(List<String> more) {
        return more.isEmpty() ? BUILT_IN : new SecretText(new Expressions(more), false);
    }

    Expressions expressions() {
        return expressions;
    }

    /** Whether all text is hidden. */
    public boolean isWithheld() {
        return withheld;
    }

    /** The text with secrets hidden; the same object when there are none. */
    public String hide(String text) {
        return hide(text, new PrivateKeys(), KeyFragments.NONE);
    }

    /** Bytes with secrets hidden, their number the same; the same object when there are none. */
    public Bytes hide(Bytes bytes) {
        return hide(bytes, new PrivateKeys(), KeyFragments.NONE);
    }

    /** @param keys a key that began in an earlier text goes on in this one */
    String hide(String text, PrivateKeys keys, KeyFragments fragments) {
        StringBuilder out = new StringBuilder(text.length());
        GrowingText growing = new GrowingText(this, keys, fragments, text.length());
        growing.append(text, out);
        growing.finish(out);
        return text.contentEquals(out) ? text : out.toString();
    }

    Bytes hide(Bytes bytes, PrivateKeys keys, KeyFragments fragments) {
        String text = bytes.latin1();
        String hidden = hide(text, keys, fragments);
        return hidden.equals(text) ? bytes : Bytes.latin1(hidden);
    }
}
