package org.numakerbench.yaml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.numakerbench.text.RecordJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.InjectableValues;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Trees as records. Paths are resolved ({@link YamlTree#path}); durations are whole numbers with a unit; a component marked {@code @JacksonInject("file")} is the file as the user named it.
 */
final class TreeRecords {
    static final String TREE = "tree";

    /** A key that no record knows is a mistake of ours: the schema has let it through. */
    private static final JsonMapper MAPPER = RecordJson.MAPPER
            .rebuild()
            .addModule(new SimpleModule()
                    .addDeserializer(Path.class, new PathIn())
                    .addDeserializer(Duration.class, new DurationIn()))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private TreeRecords() {}

    /**
     * @param complete the tree with its defaults
     * @param errors gets what no schema can say, a number beyond Java's, say
     */
    static <T extends Record> Optional<T> read(
            YamlTree tree, JsonNode complete, Class<T> type, List<YamlError> errors) {
        try {
            return Optional.of(MAPPER.readerFor(type)
                    .with(new InjectableValues.Std().addValue("file", tree.file()))
                    .withAttribute(TREE, tree)
                    .readValue(complete));
        } catch (JacksonException wrong) {
            errors.add(error(tree, wrong));
            return Optional.empty();
        }
    }

    private static YamlError error(YamlTree tree, JacksonException wrong) {
        KeyPath place = KeyPath.ROOT;
        JsonNode value = tree.root();
        for (JacksonException.Reference step : wrong.getPath()) {
            boolean item = step.getPropertyName() == null;
            place = item ? place.item(step.getIndex()) : place.key(step.getPropertyName());
            value = item ? value.path(step.getIndex()) : value.path(step.getPropertyName());
        }
        return value.isNumber()
                ? tree.error(place, Shown.of(value) + " is too large", "use a smaller number")
                : tree.error(place, "cannot be used: " + RecordJson.wrong(wrong), "see its description in the schema");
    }

    private static final class PathIn extends ValueDeserializer<Path> {
        @Override
        public Path deserialize(JsonParser json, DeserializationContext context) {
            return ((YamlTree) context.getAttribute(TREE)).path(json.getString());
        }
    }

    private static final class DurationIn extends ValueDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) {
            String text = json.getString();
            int unit = text.replaceFirst("[a-z]+$", "").length();
            long count = Long.parseLong(text.substring(0, unit));
            return switch (text.substring(unit)) {
                case "ms" -> Duration.ofMillis(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofSeconds(count);
            };
        }
    }
}
