package org.numakerbench.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.numakerbench.profile.yaml.StrictYaml;
import org.numakerbench.profile.yaml.YamlError;
import org.numakerbench.profile.yaml.YamlTree;

/** Reads bench profiles. Their shape is published as a JSON Schema, which is also what checks it here. */
public final class ProfileReader {
    /** The schema, on the class path. */
    public static final String SCHEMA = "/schemas/bench-profile.schema.json";

    private ProfileReader() {}

    /**
     * Reads and checks a profile. Files that it names are not opened.
     *
     * @param file a YAML file; named in errors as given
     * @throws ProfileException with every error there is, not only the first
     */
    public static Profile read(Path file) throws ProfileException {
        List<YamlError> errors = new ArrayList<>();
        Optional<YamlTree> tree = new StrictYaml(SCHEMA).read(file, errors);
        tree.ifPresent(found -> errors.addAll(new ProfileChecks(found).check()));
        if (tree.isEmpty() || !errors.isEmpty()) {
            errors.sort(Comparator.comparingInt(YamlError::line));
            throw new ProfileException(errors);
        }
        return new ProfileRecords(file).profile(tree.get().root());
    }
}
