package org.numakerbench.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names of files in YAML files that the system cannot hold are one line each, before anything is done with them. */
class PathFormatTest {
    @TempDir
    private Path directory;

    private List<YamlError> errors(String schema, String yaml) throws Exception {
        List<YamlError> errors = new ArrayList<>();
        new StrictYaml("/schemas/" + schema + ".schema.json")
                .read(Files.writeString(directory.resolve("file.yaml"), yaml), errors);
        return errors;
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "map"})
    void aNameInAManifestThatIsTooLongIsAnErrorOfItsLine(String key) throws Exception {
        String manifest = "%s: \"%s\"%n".formatted(key, "ü".repeat(128));

        assertThat(errors("firmware-manifest", manifest))
                .filteredOn(it -> it.key().equals(key))
                .singleElement()
                .satisfies(it -> assertThat(it.toString())
                        .contains("file.yaml:1: " + key + ": ")
                        .contains("a name of 256 bytes, at most 255 are possible; use a shorter one"));
        assertThat(errors("firmware-manifest", manifest.replace("ü".repeat(128), "ü".repeat(127))))
                .noneMatch(it -> it.key().equals(key));
    }

    @Test
    void aNulIsSaidOnce() throws Exception {
        assertThat(errors("firmware-manifest", "file: \"a\\0b\"\n"))
                .filteredOn(it -> it.key().equals("file"))
                .isNotEmpty();
    }

    @Test
    void aPathThatIsTooLongAlthoughItsNamesAreNot() {
        assertThat(PathFormat.wrong("a/".repeat(2048))).isPresent();
        assertThat(PathFormat.wrong("a/".repeat(2047))).isEmpty();
        assertThat(PathFormat.wrong("/")).isEmpty();
    }

    /** Whoever adds a key for a file gets the check: it is in what paths are in all schemas. */
    @Test
    void everySchemaKnowsWhatAPathIs() throws Exception {
        for (String name : List.of("bench-profile", "night-plan", "experiment")) {
            JsonNode schema = JsonMapper.shared()
                    .readTree(Files.readString(Path.of("src/main/resources/schemas/" + name + ".schema.json")));
            assertThat(schema.at("/$defs/path/format").asString("")).as(name).isEqualTo(PathFormat.NAME);
            assertThat(named(schema).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a)))
                    .as("keys of " + name + " that are described as files or directories")
                    .allSatisfy((key, node) -> assertThat(node.path("$ref").asString("")
                                    + node.path("format").asString(""))
                            .as(key)
                            .contains("path"));
        }
    }

    private static Stream<Map.Entry<String, JsonNode>> named(JsonNode node) {
        Stream<Map.Entry<String, JsonNode>> here = node.path("properties").properties().stream()
                .filter(it -> it.getValue()
                        .path("description")
                        .asString("")
                        .matches("(Directory of|Device path|PEM file|A file that|The bench profile|The program, ).*"));
        return Stream.concat(
                here,
                Stream.concat(node.valueStream(), node.properties().stream().map(Map.Entry::getValue))
                        .filter(JsonNode::isContainer)
                        .flatMap(PathFormatTest::named));
    }
}
