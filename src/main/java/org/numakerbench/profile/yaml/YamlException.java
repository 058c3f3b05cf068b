package org.numakerbench.profile.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A YAML file that cannot be used: one line an error, {@code file:line: key: what is wrong}. */
public final class YamlException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<YamlError> errors;

    public YamlException(Path file, List<YamlError> errors) {
        super(errors.stream()
                .map(error -> file + ":" + error.line() + ": " + (error.key().isEmpty() ? "" : error.key() + ": ")
                        + error.wrong())
                .collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    public List<YamlError> errors() {
        return errors;
    }
}
