package org.numakerbench.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A shell script that says what a tool is documented to say. */
public final class StandIn {
    private StandIn() {}

    /** @param script of {@code sh}; {@code calls} beside it gets a line for each call, its arguments in brackets */
    public static String of(Path directory, String name, String script) throws IOException {
        Path file = directory.resolve(name);
        String log = "{ for each in \"$@\"; do printf '[%s]' \"$each\"; done; echo; } >> \"$(dirname \"$0\")/calls\"\n";
        Files.writeString(file, "#!/bin/sh\n" + log + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    /** A script that prints {@code output} and ends with {@code code}. */
    public static String saying(Path directory, String name, String output, int code) throws IOException {
        return of(directory, name, "cat <<'END-OF-OUTPUT'\n" + output + "\nEND-OF-OUTPUT\nexit " + code);
    }
}
