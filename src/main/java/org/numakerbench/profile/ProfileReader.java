package org.numakerbench.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlError;
import org.numakerbench.yaml.YamlTree;

/** Reads bench profiles. Their shape is published as a JSON Schema, which is also what checks it here. */
public final class ProfileReader {
    /** The schema, on the class path. */
    public static final String SCHEMA = "/schemas/bench-profile.schema.json";

    private static final StrictYaml YAML = new StrictYaml(SCHEMA);

    private ProfileReader() {}

    /**
     * Reads and checks a profile. Files that it names are not opened.
     *
     * @param file a YAML file; named in errors as given
     * @throws ProfileException with every error there is, not only the first
     */
    public static Profile read(Path file) throws ProfileException {
        List<YamlError> errors = new ArrayList<>();
        Optional<YamlTree> tree = YAML.read(file, errors);
        tree.ifPresent(found -> errors.addAll(new ProfileChecks(found).check()));
        return tree.filter(found -> errors.isEmpty())
                .flatMap(found -> YAML.bind(found, Profile.class, errors))
                .orElseThrow(() -> new ProfileException(errors));
    }

    /** What a profile that does not say {@code key} has there. */
    static <T extends Record> T unsaid(String key, Class<T> type) {
        return YAML.unsaid(key, type);
    }
}
