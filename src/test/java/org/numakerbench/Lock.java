package org.numakerbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The lock of what the build takes from Maven repositories, and what these tests run with. */
final class Lock {
    private static final Path FILE = Path.of(".mvn/checksums/checksums-central.sha256");

    private Lock() {}

    /** SHA-256 by file name. */
    static Map<String, String> sums() throws IOException {
        Map<String, String> sums = new HashMap<>();
        for (String line : Files.readAllLines(FILE)) {
            String[] parts = line.split("  ", 2);
            sums.put(parts[1].substring(parts[1].lastIndexOf('/') + 1), parts[0]);
        }
        return sums;
    }

    /** The jars of dependencies, those of tests included. */
    static List<Path> jars() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(java.io.File.pathSeparator))
                .filter(it -> it.endsWith(".jar") && it.contains("/repository/"))
                .filter(it -> !it.contains("/org/apache/maven/surefire/") && !it.contains("console-standalone"))
                .map(Path::of)
                .toList();
    }
}
