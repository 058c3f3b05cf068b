package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.numakerbench.cli.Bench;
import picocli.CommandLine;

/** {@code bench cloud ...} on the directory of one cloud. */
final class CloudCommands {
    private final Path directory;
    private String said = "";

    CloudCommands(Path directory) {
        this.directory = directory;
    }

    /** Standard output and error of the last command. */
    String said() {
        return said;
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("cloud"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--directory", directory.toString()));
        StringWriter out = new StringWriter();
        CommandLine bench = Bench.commandLine();
        bench.setOut(new PrintWriter(out, true));
        bench.setErr(new PrintWriter(out, true));
        int code = bench.execute(all.toArray(String[]::new));
        said = out.toString();
        return code;
    }

    String done(String... arguments) {
        assertThat(run(arguments)).as(this::said).isZero();
        return said;
    }

    String refused(String... arguments) {
        assertThat(run(arguments)).as(this::said).isEqualTo(2);
        return said;
    }
}
