package org.numakerbench.report.night;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.night.AttemptRow;

/** Where the report of a run is. */
@FunctionalInterface
public interface RunLinks {
    /** There are none. */
    RunLinks NONE = attempt -> null;

    /** What a run directory may be called; names come from other hosts, too. */
    Pattern RUN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    /** A relative address, or http(s); null where there is no report. */
    @Nullable
    String to(AttemptRow attempt);

    /** Relative paths from a page to the reports of run directories of this host. */
    static RunLinks from(Path page, Path runs) {
        Path start = page.toAbsolutePath().normalize().getParent();
        return attempt -> {
            String run = attempt.run();
            if (run == null || start == null || !RUN.matcher(run).matches()) {
                return null;
            }
            Path report = runs.toAbsolutePath().normalize().resolve(run).resolve("report.html");
            return Files.isRegularFile(report) ? encoded(start.relativize(report)) : null;
        };
    }

    static String encoded(Path relative) {
        List<String> parts = new ArrayList<>();
        for (Path part : relative) {
            parts.add(URLEncoder.encode(part.toString(), StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return String.join("/", parts);
    }
}
