package org.numakerbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.bench.UsageException;
import org.numakerbench.text.SafeText;
import org.numakerbench.yaml.YamlError;

/** A firmware description that a command is given: its warnings are told, its errors end the command. */
final class OwnDescription {
    private OwnDescription() {}

    /** @throws UsageException with every error of the description, one a line */
    static Descriptions.Read read(Path file, PrintWriter err) {
        Descriptions.Read read = Descriptions.read(file);
        if (!read.errors().isEmpty()) {
            throw new UsageException(
                    read.errors().stream().map(YamlError::toString).collect(Collectors.joining("\n")));
        }
        read.warnings().forEach(it -> err.println("warning: " + SafeText.line(it.toString())));
        err.flush();
        return read;
    }
}
