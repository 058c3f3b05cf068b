package org.numakerbench.profile;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.yaml.YamlError;

/** A bench profile cannot be used. The message holds one line an error. */
public final class ProfileException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<YamlError> errors;

    /** @param errors at least one, in any order */
    public ProfileException(List<YamlError> errors) {
        super(byLine(errors).map(YamlError::toString).collect(Collectors.joining("\n")));
        this.errors = byLine(errors).toList();
    }

    private static Stream<YamlError> byLine(List<YamlError> errors) {
        return errors.stream().sorted(Comparator.comparingInt(YamlError::line));
    }

    /** In the order of lines. */
    public List<YamlError> errors() {
        return errors;
    }
}
