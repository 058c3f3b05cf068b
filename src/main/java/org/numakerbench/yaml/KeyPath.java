package org.numakerbench.yaml;

/**
 * A place in a YAML document, printed as people write it: {@code boards[0].serial.baud}. Two places are the same when
 * they print the same. Fit to print: keys are short, on one line and never a secret.
 */
public record KeyPath(String text) {
    /** The document as a whole. */
    public static final KeyPath ROOT = new KeyPath("");

    /** The value of {@code key} in the mapping here. */
    public KeyPath key(String key) {
        String shown = Shown.key(key);
        return new KeyPath(text.isEmpty() ? shown : text + "." + shown);
    }

    /** The item here, counted from 0. */
    public KeyPath item(int index) {
        return new KeyPath(text + "[" + index + "]");
    }

    @Override
    public String toString() {
        return text;
    }
}
