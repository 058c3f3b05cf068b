package org.numakerbench.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest; {@code development} when run from classes. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Bench.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new String[] {"numaker-bench " + version};
    }
}
