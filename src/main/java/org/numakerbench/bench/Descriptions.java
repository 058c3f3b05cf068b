package org.numakerbench.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.firmware.description.DescriptionFile;
import org.numakerbench.uart.DescriptionCheck;
import org.numakerbench.uart.DescriptionCheck.Problem;
import org.numakerbench.yaml.YamlError;

/** Descriptions of users' own firmware, read and checked. */
public final class Descriptions {
    private Descriptions() {}

    /**
     * What a file says of its firmware.
     *
     * @param description as far as it can be read
     * @param errors in the order of lines; with one of them the description cannot be used
     * @param warnings what may not be meant
     */
    public record Read(
            FirmwareDescription description, DescriptionFile file, List<YamlError> errors, List<YamlError> warnings) {
        /**
         * This, when the description can be used.
         *
         * @throws UsageException with every error that it has, one a line
         */
        public Read usable() {
            if (!errors.isEmpty()) {
                throw new UsageException(
                        errors.stream().map(YamlError::toString).collect(Collectors.joining("\n")));
            }
            return this;
        }
    }

    private static final FirmwareDescription NONE =
            new FirmwareDescription(null, null, null, null, List.of(), List.of());

    /** Reads a description; all that is wrong with it is told at once. */
    public static Read read(Path path) {
        DescriptionFile file = DescriptionFile.read(path);
        List<YamlError> errors = new ArrayList<>(file.errors());
        List<YamlError> warnings = new ArrayList<>();
        FirmwareDescription description = file.description().orElse(NONE);
        if (description != NONE) {
            for (Problem problem : DescriptionCheck.problems(description)) {
                // What is missing without a base is not, when its name is what is wrong.
                boolean aside = file.isSetAside(problem.key()) || file.isSetAside("extends");
                boolean follows = problem.line() >= 0 ? file.mayFollow(problem.line(), problem.key()) : aside;
                if (!follows) {
                    (problem.fatal() ? errors : warnings)
                            .add(file.error(problem.line(), problem.key(), problem.wrong(), problem.right()));
                }
            }
        }
        return new Read(description, file, byLine(errors), byLine(warnings));
    }

    private static List<YamlError> byLine(List<YamlError> errors) {
        return errors.stream()
                .distinct()
                .sorted(Comparator.comparingInt(YamlError::line))
                .toList();
    }
}
