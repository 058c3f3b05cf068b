package org.numakerbench.secret;

/** Hides secrets in lines that are shown one after another; a key may go on over several of them. One thread at a time. */
public final class SecretLines {
    private final PrivateKeys keys = new PrivateKeys();
    private final KeyFragments fragments = new KeyFragments();

    /** The line with secrets hidden. */
    public String hide(SecretText secrets, String line) {
        return secrets.hide(line, keys, fragments);
    }
}
