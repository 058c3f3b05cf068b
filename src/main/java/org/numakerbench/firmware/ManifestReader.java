package org.numakerbench.firmware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.profile.Target;
import org.numakerbench.profile.yaml.StrictYaml;
import org.numakerbench.profile.yaml.YamlError;
import org.numakerbench.profile.yaml.YamlTree;
import tools.jackson.databind.JsonNode;

/** Reads {@code manifest.yaml}, whose shape is published as a JSON Schema. */
final class ManifestReader {
    static final String SCHEMA = "/schemas/firmware-manifest.schema.json";

    private final StrictYaml yaml = new StrictYaml(SCHEMA);

    /** @throws ImageException with every error in the file, one a line */
    Manifest read(Path file) throws ImageException {
        List<YamlError> errors = new ArrayList<>();
        Optional<YamlTree> tree = yaml.read(file, errors);
        if (tree.isEmpty() || !errors.isEmpty()) {
            throw new ImageException(errors.stream().map(YamlError::toString).collect(Collectors.joining("\n")));
        }
        return manifest(tree.get().root());
    }

    private static Manifest manifest(JsonNode root) {
        JsonNode identity = root.path("identity");
        return new Manifest(
                root.path("file").stringValue(),
                root.path("sha256").stringValue(),
                Target.valueOf(root.path("target").stringValue()),
                text(root, "buildId"),
                text(root, "mbedOs"),
                text(root, "toolchain"),
                root.path("phases").valueStream().map(JsonNode::stringValue).toList(),
                root.path("macros").properties().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, each -> each.getValue().stringValue())),
                new Identity(
                        identity.path("thing").stringValue(),
                        identity.path("clientId").stringValue(),
                        identity.path("userTopic").stringValue(),
                        identity.path("userFilter").stringValue()),
                number(root, "staticBytes"),
                root.path("hostCommands").asBoolean(false),
                text(root, "map"),
                text(root, "mapSha256"),
                text(root, "commit"),
                number(root, "commitNumber"));
    }

    private static @Nullable Long number(JsonNode root, String key) {
        JsonNode node = root.path(key);
        return node.isMissingNode() ? null : node.asLong();
    }

    private static @Nullable String text(JsonNode root, String key) {
        JsonNode node = root.path(key);
        return node.isMissingNode() ? null : node.stringValue();
    }
}
