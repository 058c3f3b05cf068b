package org.numakerbench.profile;

import java.util.List;
import java.util.stream.Collectors;
import org.numakerbench.profile.yaml.YamlError;

/** A bench profile cannot be used. The message holds one line an error. */
public final class ProfileException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<YamlError> errors;

    /** @param errors at least one, in the order of lines */
    public ProfileException(List<YamlError> errors) {
        super(errors.stream().map(YamlError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    public List<YamlError> errors() {
        return errors;
    }
}
