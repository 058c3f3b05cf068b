package org.numakerbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.bench.UsageException;
import org.numakerbench.text.SafeText;

/** A firmware description that a command is given: its warnings are told, its errors end the command. */
final class OwnDescription {
    private OwnDescription() {}

    /** @throws UsageException with every error of the description, one a line */
    static Descriptions.Read read(Path file, PrintWriter err) {
        Descriptions.Read read = Descriptions.read(file).usable();
        read.warnings().forEach(it -> err.println("warning: " + SafeText.line(it.toString())));
        err.flush();
        return read;
    }
}
