package org.numakerbench.profile.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one kind of YAML file: the text, its tree, and everything that its JSON Schema has against it. */
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
            errors.add(new YamlError(file, 1, "", "cannot be read (" + e + ")", "check its permissions"));
        }
        return Optional.empty();
    }
}
