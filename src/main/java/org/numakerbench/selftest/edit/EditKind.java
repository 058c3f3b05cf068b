package org.numakerbench.selftest.edit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is done to a log, in one place. */
public enum EditKind {
    CHARACTER("one letter or digit replaced"),
    NUMBER("one number replaced by a near one"),
    LINE_DELETED("a line deleted"),
    LINE_TWICE("a line printed twice"),
    LINES_SWAPPED("two neighbouring lines swapped"),
    OK_FAILED("OK turned into failed: -1"),
    CUT_OFF("cut off after a line"),
    EVIDENCE_DROPPED("an entry of the cloud's evidence dropped"),
    PAYLOAD_FIELD("one field of a payload changed"),
    REST_OPPOSITE("a REST read turned into its opposite");

    private final String words;

    EditKind(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** Lower case with hyphens. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
