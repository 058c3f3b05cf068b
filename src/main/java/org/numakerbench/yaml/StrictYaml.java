package org.numakerbench.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.numakerbench.files.FileFailure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads one kind of YAML file: the text, its tree, everything that its JSON Schema has against it, and the tree as a record
 * with the schema's defaults.
 */
public final class StrictYaml {
    /** Far beyond any profile or manifest a person writes. */
    private static final long MAX_BYTES = 1024 * 1024;

    private final SchemaCheck schema;

    /** @param schemaResource absolute class path name of the JSON Schema */
    public StrictYaml(String schemaResource) {
        this.schema = SchemaCheck.ofResource(schemaResource);
    }

    /**
     * Reads {@code file}.
     *
     * @param errors gets everything that is wrong
     * @return the tree, of the schema's shape if {@code errors} got nothing; empty if there is none
     */
    public Optional<YamlTree> read(Path file, List<YamlError> errors) {
        Optional<String> text = text(file, errors);
        Optional<YamlTree> tree = text.flatMap(source -> YamlParser.parse(file, source, errors));
        Set<String> reported = errors.stream().map(YamlError::key).collect(Collectors.toSet());
        tree.ifPresent(found -> schema.check(found).stream()
                .filter(error -> error.key().isEmpty() || !reported.contains(error.key()))
                .forEach(errors::add));
        return tree;
    }

    /** The tree of a file that has more in it than the schema speaks of; {@code errors} gets why there is none. */
    public Optional<YamlTree> tree(Path file, List<YamlError> errors) {
        return text(file, errors).flatMap(source -> YamlParser.parse(file, source, errors));
    }

    /**
     * A file of the class path.
     *
     * @throws IllegalStateException when it is not there, or no YAML
     */
    public YamlTree resource(String name, List<YamlError> errors) {
        try (InputStream stream = StrictYaml.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return YamlParser.parse(Path.of(name), text, errors)
                    .orElseThrow(() -> new IllegalStateException(name + " is no YAML"));
        } catch (IOException failure) {
            throw new IllegalStateException(name + " cannot be read", failure);
        }
    }

    /** What the schema has against a tree. */
    public List<YamlError> check(YamlTree tree) {
        return schema.check(tree);
    }

    /**
     * {@code tree} as a record, what it leaves out filled in.
     *
     * @param tree that {@link #read} had nothing against
     * @param errors gets what is wrong all the same
     * @return empty if {@code errors} got something
     */
    public <T extends Record> Optional<T> bind(YamlTree tree, Class<T> type, List<YamlError> errors) {
        return TreeRecords.read(tree, schema.defaults().filled(tree.root()), type, errors);
    }

    /** What stands at {@code key} of a file that says nothing there, as a record. */
    public <T extends Record> T unsaid(String key, Class<T> type) {
        YamlTree nothing = new YamlTree(Path.of("."), JsonNodeFactory.instance.objectNode(), Map.of());
        JsonNode said = schema.defaults().filled(nothing.root()).path(key);
        return TreeRecords.read(nothing, said, type, new ArrayList<>()).orElseThrow();
    }

    private static Optional<String> text(Path file, List<YamlError> errors) {
        try {
            if (Files.isDirectory(file)) {
                errors.add(new YamlError(file, 1, "", "this is a directory", "name a YAML file"));
                return Optional.empty();
            }
            if (Files.size(file) > MAX_BYTES) {
                errors.add(new YamlError(file, 1, "", "larger than 1 MiB", "name a YAML file"));
                return Optional.empty();
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            errors.add(new YamlError(file, 1, "", "no such file", "check the path"));
        } catch (CharacterCodingException e) {
            errors.add(new YamlError(file, 1, "", "not UTF-8 text", "save the file as UTF-8"));
        } catch (IOException e) {
            errors.add(new YamlError(
                    file, 1, "", "cannot be read (" + FileFailure.words(e) + ")", "check its permissions"));
        }
        return Optional.empty();
    }
}
