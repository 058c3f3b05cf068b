package org.numakerbench.yaml;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.JsonNode;

/** Checks a tree against a JSON Schema (draft 2020-12), and that no value is a secret. */
final class SchemaCheck {
    /** Compiling a schema takes longer than checking many files by it. */
    private static final Map<String, SchemaCheck> KNOWN = new ConcurrentHashMap<>();

    private final Schema schema;
    private final SchemaWords words;
    private final SchemaDefaults defaults;

    private SchemaCheck(JsonNode root) {
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .format(new PathFormat())
                .build();
        this.schema = SchemaRegistry.withDefaultDialect(
                        dialect,
                        registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()))
                .getSchema(root);
        this.words = new SchemaWords(root);
        this.defaults = new SchemaDefaults(root);
    }

    static SchemaCheck ofResource(String name) {
        return KNOWN.computeIfAbsent(name, SchemaCheck::read);
    }

    private static SchemaCheck read(String name) {
        try (InputStream stream = SchemaCheck.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("schema " + name + " is not in the jar");
            }
            return new SchemaCheck(JsonText.MAPPER.readTree(stream));
        } catch (IOException e) {
            throw new IllegalStateException("schema " + name + " cannot be read", e);
        }
    }

    SchemaDefaults defaults() {
        return defaults;
    }

    /** Everything that is wrong, in the order of lines. */
    List<YamlError> check(YamlTree tree) {
        List<YamlError> errors = new ArrayList<>();
        Set<KeyPath> secrets = new HashSet<>();
        findSecrets(tree, tree.root(), KeyPath.ROOT, errors, secrets);
        for (Error error : schema.validate(tree.root())) {
            KeyPath place = place(error.getInstanceLocation());
            if (!secrets.contains(place)) {
                errors.add(words.say(tree, place, error));
            }
        }
        return errors.stream()
                .distinct()
                .sorted(Comparator.comparingInt(YamlError::line))
                .toList();
    }

    private static void findSecrets(
            YamlTree tree, JsonNode node, KeyPath place, List<YamlError> errors, Set<KeyPath> secrets) {
        if (node.isString() && Shown.isSecret(node.stringValue())) {
            secrets.add(place);
            errors.add(tree.error(
                    place, "holds the text of a key or certificate", "give the path of the PEM file instead"));
        }
        node.properties()
                .forEach(each -> findSecrets(tree, each.getValue(), place.key(each.getKey()), errors, secrets));
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                findSecrets(tree, node.get(index), place.item(index), errors, secrets);
            }
        }
    }

    private static KeyPath place(NodePath location) {
        KeyPath place = KeyPath.ROOT;
        for (int index = 0; index < location.getNameCount(); index++) {
            Object element = location.getElement(index);
            place = element instanceof Integer item ? place.item(item) : place.key(element.toString());
        }
        return place;
    }
}
