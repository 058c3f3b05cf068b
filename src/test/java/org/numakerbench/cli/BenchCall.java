package org.numakerbench.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The whole command line, called in this process.
 *
 * @param code the exit code
 * @param text all that was said, on standard output and on standard error
 */
record BenchCall(int code, String text) {
    static BenchCall of(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream all = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        System.setOut(all);
        System.setErr(all);
        try {
            int code = Bench.commandLine().execute(arguments);
            return new BenchCall(code, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
    }
}
