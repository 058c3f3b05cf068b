package org.numakerbench.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged bench as its users start it: another process, with its own output and exit code. */
public final class BenchProcess {
    /** What a finished process left. */
    public record Ended(int exitCode, String out, String err) {}

    private final Process process;
    private final Path out;
    private final Path err;

    private BenchProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public static BenchProcess start(Path scratch, String... arguments) throws IOException {
        return start(scratch, Map.of(), arguments);
    }

    /** @param environment beside this process's own */
    public static BenchProcess start(Path scratch, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(scratch, environment, List.of(), arguments);
    }

    /** @param java options of the virtual machine */
    public static BenchProcess start(
            Path scratch, Map<String, String> environment, List<String> java, String... arguments) throws IOException {
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        // With the quick compiler: no process lives long enough for the other to pay off.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(java);
        command.addAll(List.of("-jar", System.getProperty("bench.jar", "target/numaker-bench.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new BenchProcess(process, out, err);
    }

    public static Ended run(Path scratch, String... arguments) throws IOException, InterruptedException {
        return start(scratch, arguments).await();
    }

    public Ended await() throws IOException, InterruptedException {
        return await(90);
    }

    /** @param seconds at the most */
    public Ended await(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("bench did not end; it said: " + read(out) + read(err));
        }
        return new Ended(process.exitValue(), read(out), read(err));
    }

    public long pid() {
        return process.pid();
    }

    /** What it has started, and what that has. */
    public Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    /** Waits until it ends by itself; false when it lives on after {@code millis}. */
    public boolean ends(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** What it has said so far on standard output. */
    public String out() throws IOException {
        return read(out);
    }

    /** What it has said so far on standard error. */
    public String err() throws IOException {
        return read(err);
    }

    /** SIGINT, as Ctrl-C in its terminal sends it. */
    public void interrupt() throws IOException, InterruptedException {
        interrupt(process);
    }

    /** SIGINT to {@code process}. */
    static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
