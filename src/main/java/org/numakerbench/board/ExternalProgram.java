package org.numakerbench.board;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Stage;

/** The one way to run an external program: with a deadline, its output kept, its whole process tree ended. */
public final class ExternalProgram {
    private static final int KEPT_BYTES = 64 * 1024;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    private ExternalProgram() {}

    /**
     * Fills in {@code {name}} placeholders, inside arguments too.
     *
     * @throws DriverException for an unknown placeholder
     */
    public static List<String> fill(List<String> command, Map<String, String> values) throws DriverException {
        List<String> filled = new java.util.ArrayList<>();
        for (String argument : command) {
            Matcher matcher = PLACEHOLDER.matcher(argument);
            StringBuilder text = new StringBuilder();
            while (matcher.find()) {
                String value = values.get(matcher.group(1));
                if (value == null) {
                    throw new DriverException(
                            FailureCode.TOOL_UNFIT,
                            "command " + command + ": unknown placeholder " + matcher.group(),
                            "known are "
                                    + values.keySet().stream()
                                            .sorted()
                                            .map(it -> "{" + it + "}")
                                            .toList());
                }
                matcher.appendReplacement(text, Matcher.quoteReplacement(value));
            }
            filled.add(matcher.appendTail(text).toString());
        }
        return filled;
    }

    /**
     * Runs a program to its end or its deadline.
     *
     * @throws DriverException when it cannot be started
     */
    public static Fact.ToolRan run(Stage stage, String driver, List<String> command, Duration timeout)
            throws DriverException, InterruptedException {
        long started = System.nanoTime();
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
        } catch (IOException failure) {
            throw new DriverException(
                    FailureCode.TOOL_MISSING,
                    "cannot run " + command.get(0) + ": " + failure.getMessage(),
                    "install it, or correct the command in the profile",
                    failure);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Thread reader = new Thread(() -> collect(process.getInputStream(), output), "output of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
        boolean ended;
        try {
            ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            killTree(process);
        }
        // A grandchild that left the tree may keep the pipe open: what came so far is the output.
        reader.join(TimeUnit.SECONDS.toMillis(1));
        return new Fact.ToolRan(
                stage,
                driver,
                command,
                ended ? process.exitValue() : null,
                !ended,
                tail(output),
                (System.nanoTime() - started) / 1_000_000);
    }

    private static void killTree(Process process) {
        killFromTheTop(process.toHandle());
    }

    /** Parents first: a shell whose child is killed before it starts the next one. */
    private static void killFromTheTop(ProcessHandle parent) {
        List<ProcessHandle> children = parent.children().toList();
        parent.destroyForcibly();
        children.forEach(ExternalProgram::killFromTheTop);
    }

    private static void collect(InputStream in, ByteArrayOutputStream output) {
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (output) {
                    output.write(buffer, 0, count);
                    if (output.size() > 4 * KEPT_BYTES) {
                        byte[] kept = tail(output).toByteArray();
                        output.reset();
                        output.writeBytes(kept);
                    }
                }
            }
        } catch (IOException killed) {
            // The pipe of a killed process closes; what came before is kept.
        }
    }

    private static Bytes tail(ByteArrayOutputStream output) {
        synchronized (output) {
            byte[] all = output.toByteArray();
            int from = Math.max(0, all.length - KEPT_BYTES);
            return Bytes.of(all, from, all.length - from);
        }
    }

    /**
     * Judges a run by time, patterns and exit code.
     *
     * @throws DriverException saying what is wrong, with the cause and the remedy where the tool's words are known
     */
    public static void requireSuccess(
            Fact.ToolRan ran, Optional<String> success, Optional<String> failure, Duration timeout)
            throws DriverException {
        ToolTroubles troubles = ToolTroubles.of(ran.commandLine().get(0));
        ToolCheck.of(success.stream().toList(), failure.stream().toList(), true, troubles)
                .require(ran, timeout);
    }
}
