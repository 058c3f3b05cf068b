package org.numakerbench.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that are installed. */
final class Programs {
    private Programs() {}

    /** Where {@code program} is: a path as it stands, or a name on the PATH. */
    static Optional<Path> find(String program) {
        Stream<String> places = program.contains("/")
                ? Stream.of("")
                : Stream.concat(
                        Arrays.stream(String.valueOf(System.getenv("PATH")).split(":")),
                        // Where root's programs are, which others can run too.
                        Stream.of("/usr/sbin", "/sbin"));
        return places.map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    static Diagnosis installed(String where, String program, String remedy) {
        return find(program)
                .map(it -> Diagnosis.ok(where, program + " is " + it))
                .orElseGet(() -> Diagnosis.broken(where, program + " is not installed", remedy));
    }
}
