package org.numakerbench.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged bench as its users start it: another process, with its own output and exit code. */
final class BenchProcess {
    /** What a finished process left. */
    record Ended(int exitCode, String out, String err) {}

    private final Process process;
    private final Path out;
    private final Path err;

    private BenchProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static BenchProcess start(Path scratch, String... arguments) throws IOException {
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("bench.jar", "target/numaker-bench.jar")));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        return new BenchProcess(process, out, err);
    }

    static Ended run(Path scratch, String... arguments) throws IOException, InterruptedException {
        return start(scratch, arguments).await();
    }

    Ended await() throws IOException, InterruptedException {
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("bench did not end; it said: " + read(out) + read(err));
        }
        return new Ended(process.exitValue(), read(out), read(err));
    }

    /** What it has started, and what that has. */
    Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    /** What it has said so far on its standard error. */
    String err() throws IOException {
        return read(err);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
