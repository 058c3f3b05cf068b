package org.numakerbench.yaml;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The schemas' {@code "format": "path"}: text that this system can hold as the path of a file. */
final class PathFormat implements Format {
    static final String NAME = "path";
    /** What Linux and macOS hold of a name, and Linux of a path, in bytes. */
    private static final int NAME_BYTES = 255;

    private static final int PATH_BYTES = 4095;

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean matches(ExecutionContext context, String text) {
        return wrong(text).isEmpty();
    }

    /** What is wrong with it and what would be right; empty: nothing. */
    static Optional<Wrong> wrong(String text) {
        try {
            Path.of(text);
        } catch (InvalidPathException refused) {
            if (text.indexOf('\0') >= 0) {
                return Optional.of(new Wrong("has a NUL in it, which no file name can have", "take it out"));
            }
            return Optional.of(new Wrong(
                    "cannot be the name of a file under this locale, which knows " + charset() + " alone",
                    "start the bench with LC_ALL=C.UTF-8, or use ASCII"));
        }
        if (bytes(text) > PATH_BYTES) {
            return Optional.of(tooLong("path", bytes(text), PATH_BYTES));
        }
        for (String name : text.split("/")) {
            if (bytes(name) > NAME_BYTES) {
                return Optional.of(tooLong("name", bytes(name), NAME_BYTES));
            }
        }
        return Optional.empty();
    }

    private static Wrong tooLong(String what, int bytes, int most) {
        return new Wrong(
                "is too long for the system: a " + what + " of " + bytes + " bytes, at most " + most + " are possible",
                "use a shorter one");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Of file names, which Java takes from the locale. */
    private static String charset() {
        String name = System.getProperty("sun.jnu.encoding", "");
        return Charset.isSupported(name) ? Charset.forName(name).name() : "ASCII";
    }

    /** Words for an error. */
    record Wrong(String wrong, String right) {}
}
