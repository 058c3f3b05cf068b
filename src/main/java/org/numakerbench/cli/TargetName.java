package org.numakerbench.cli;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.numakerbench.bench.UsageException;
import org.numakerbench.firmware.Target;
import org.numakerbench.firmware.Targets;
import org.numakerbench.text.Nearest;
import picocli.CommandLine.ITypeConverter;

/** A target by its name on the command line. */
final class TargetName implements ITypeConverter<Target> {
    @Override
    public Target convert(String name) {
        return builtIn("--target", name);
    }

    /** @throws UsageException when no bench knows it */
    static Target builtIn(String option, String name) {
        List<String> names = Targets.all().stream().map(Target::name).toList();
        return Targets.builtIn(name)
                .orElseThrow(() -> new UsageException(option + " " + name + ": not known; did you mean "
                        + Nearest.to(name, names).orElse("") + "? Known are "
                        + names.stream().collect(Collectors.joining(", "))));
    }

    /** For help, read when it is shown: every command is made at every start. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Targets.all().stream().map(Target::name).iterator();
        }
    }
}
