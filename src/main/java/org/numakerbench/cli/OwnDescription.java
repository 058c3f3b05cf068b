package org.numakerbench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.UsageException;
import org.numakerbench.firmware.Image;
import org.numakerbench.profile.Profile;
import org.numakerbench.text.SafeText;

/** A firmware description that a command is given: its warnings are told, its errors end the command. */
final class OwnDescription {
    private OwnDescription() {}

    /**
     * Those of the images that are to run, each once.
     *
     * @throws UsageException with every error of the first that has any
     */
    static void read(Profile profile, List<Image> images, PrintWriter err) {
        images.stream()
                .flatMap(it -> RunPlans.description(profile, it).stream())
                .distinct()
                .forEach(it -> read(it, err));
    }

    /** @throws UsageException with every error of the description, one a line */
    static Descriptions.Read read(Path file, PrintWriter err) {
        Descriptions.Read read = Descriptions.read(file).usable();
        read.warnings().forEach(it -> err.println("warning: " + SafeText.line(it.toString())));
        err.flush();
        return read;
    }
}
