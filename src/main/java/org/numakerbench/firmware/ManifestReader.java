package org.numakerbench.firmware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.numakerbench.yaml.KeyPath;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlError;
import org.numakerbench.yaml.YamlTree;

/** Reads {@code manifest.yaml}, whose shape is published as a JSON Schema. */
final class ManifestReader {
    static final String SCHEMA = "/schemas/firmware-manifest.schema.json";

    private final StrictYaml yaml = new StrictYaml(SCHEMA);

    /** @throws ImageException with every error in the file, one a line */
    Manifest read(Path file) throws ImageException {
        List<YamlError> errors = new ArrayList<>();
        Optional<YamlTree> read = yaml.read(file, errors);
        read.ifPresent(tree -> {
            errors.addAll(Targets.problems(tree));
            Targets.unknown(tree, KeyPath.ROOT.key("target"), tree.root().path("target"))
                    .ifPresent(errors::add);
        });
        return read.filter(tree -> errors.isEmpty())
                .flatMap(tree -> yaml.bind(tree, Manifest.class, errors))
                .orElseThrow(() -> new ImageException(
                        errors.stream().map(YamlError::toString).collect(Collectors.joining("\n"))));
    }
}
