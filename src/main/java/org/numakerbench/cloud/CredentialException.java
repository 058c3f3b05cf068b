package org.numakerbench.cloud;

/** Credential files that cannot be used: the cause in one line, never with key material, and a remedy. */
public final class CredentialException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    CredentialException(String cause, String remedy) {
        super(cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
