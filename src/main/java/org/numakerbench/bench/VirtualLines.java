package org.numakerbench.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlError;

/**
 * What a virtual board prints and does that the example firmware does not.
 *
 * @param from what the lines belong to
 */
public record VirtualLines(From from, List<OwnLine> lines) {
    /** The example firmware as it is. */
    public static final VirtualLines NONE = new VirtualLines(From.EXAMPLE, List.of());

    /** What lines belong to. */
    public enum From {
        @JsonProperty("example")
        EXAMPLE,
        @JsonProperty("scratch")
        SCRATCH
    }

    public VirtualLines {
        lines = List.copyOf(lines);
    }

    /** True when the lines are all that the firmware prints and does. */
    public boolean fromScratch() {
        return from == From.SCRATCH;
    }

    /**
     * Reads a file.
     *
     * @throws UsageException with every mistake that it has, one a line
     */
    public static VirtualLines read(Path file) {
        StrictYaml yaml = new StrictYaml("/schemas/virtual-lines.schema.json");
        List<YamlError> errors = new ArrayList<>();
        return yaml.read(file, errors)
                .filter(tree -> errors.isEmpty())
                .flatMap(tree -> yaml.bind(tree, VirtualLines.class, errors))
                .orElseThrow(() -> new UsageException(
                        errors.stream().map(YamlError::toString).collect(Collectors.joining("\n"))));
    }
}
