package org.numakerbench.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process that uses the evidence log: {@code write FILE}, {@code live FILE} or {@code abandoned DIRECTORY}. */
public final class ChildBench {
    private ChildBench() {}

    /** Starts it on this JVM's class path. */
    public static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChildBench.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Its whole output. */
    static String answer(String... arguments) throws IOException, InterruptedException {
        Process child = start(arguments);
        String out = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (child.waitFor() != 0) {
            throw new IOException("child ended with " + child.exitValue() + ": " + out);
        }
        return out.strip();
    }

    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "write" -> write(path);
            case "live" -> System.out.println(EvidenceLog.isLive(path));
            case "abandoned" ->
                RunDirectory.abandoned(path, System.err::println).forEach(it -> System.out.println(it.name()));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Appends for ever; prints the number of each entry once it was appended. */
    private static void write(Path file) throws IOException {
        try (EvidenceLog log = EvidenceLog.create(file, entry -> {})) {
            while (true) {
                long seq = log.append(new Fact.UartReceived(Bytes.utf8("MQTT connects OK\r\n")))
                        .seq();
                System.out.println(seq);
            }
        }
    }
}
