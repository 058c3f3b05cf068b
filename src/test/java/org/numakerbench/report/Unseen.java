package org.numakerbench.report;

import java.util.List;

/** Characters that nobody sees, though what shows them may obey. */
public final class Unseen {
    private Unseen() {}

    /** Those of an output, by their codes; line ends and tabs are its own. */
    public static List<String> in(String output) {
        return output.codePoints()
                .filter(c -> c != '\n' && c != '\t')
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> c == 0x34f || c == 0x3164 || c == 0xfe0f || c == 0xfffe;
                })
                .distinct()
                .mapToObj(Integer::toHexString)
                .toList();
    }
}
