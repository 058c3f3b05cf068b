package org.numakerbench.firmware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlError;

/** Reads {@code manifest.yaml}, whose shape is published as a JSON Schema. */
final class ManifestReader {
    static final String SCHEMA = "/schemas/firmware-manifest.schema.json";

    private final StrictYaml yaml = new StrictYaml(SCHEMA);

    /** @throws ImageException with every error in the file, one a line */
    Manifest read(Path file) throws ImageException {
        List<YamlError> errors = new ArrayList<>();
        return yaml.read(file, errors)
                .filter(tree -> errors.isEmpty())
                .flatMap(tree -> yaml.bind(tree, Manifest.class, errors))
                .orElseThrow(() -> new ImageException(
                        errors.stream().map(YamlError::toString).collect(Collectors.joining("\n"))));
    }
}
