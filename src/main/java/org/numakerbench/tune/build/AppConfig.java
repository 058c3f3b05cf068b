package org.numakerbench.tune.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.numakerbench.text.JsonText;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An {@code mbed_app.json}: its {@code macros} list holds {@code NAME=VALUE} texts (Mbed OS configuration system). */
final class AppConfig {
    private static final JsonMapper MAPPER = JsonText.MAPPER
            .rebuild()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private AppConfig() {}

    /**
     * The text of {@code file} with these macros, in place of what it says of them.
     *
     * @throws IOException when it cannot be read, or is no such file
     */
    static String with(Path file, Map<String, String> macros) throws IOException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(Files.readAllBytes(file));
        } catch (JacksonException wrong) {
            throw new IOException(file + ": not JSON: " + wrong.getOriginalMessage(), wrong);
        }
        if (!(tree instanceof ObjectNode app)
                || app.has("macros") && !app.path("macros").isArray()) {
            throw new IOException(file + ": not an mbed_app.json: its macros must be a list");
        }
        ArrayNode kept = MAPPER.createArrayNode();
        for (JsonNode macro : app.path("macros")) {
            String name = macro.asString("").split("=", 2)[0];
            if (!macros.containsKey(name)) {
                kept.add(macro);
            }
        }
        macros.forEach((name, value) -> kept.add(name + "=" + value));
        app.set("macros", kept);
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(app) + "\n";
    }
}
