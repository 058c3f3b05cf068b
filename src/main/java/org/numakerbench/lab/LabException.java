package org.numakerbench.lab;

import java.io.IOException;

/** The lab's database cannot be used: a sentence that says what is wrong and what to do. */
public final class LabException extends IOException {
    private static final long serialVersionUID = 1L;

    public LabException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
