package org.numakerbench.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaFilesTest {
    private static final String META_SCHEMA = "https://json-schema.org/draft/2020-12/schema";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bench-profile",
                "experiment",
                "firmware-manifest",
                "night-plan",
                "night",
                "report",
                "tune",
                "heap-trend",
                "claims"
            })
    void aPublishedSchemaIsItselfValid(String name) {
        JsonNode schema = schema(name);

        List<Error> errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(META_SCHEMA))
                .validate(schema);

        assertThat(schema.path("$schema").stringValue()).isEqualTo(META_SCHEMA);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench-profile", "firmware-manifest"})
    void everyTypedValueHasAnExampleToOfferInErrors(String name) {
        everyTypedNodeHasAnExample(schema(name).path("properties"), "properties");
        everyTypedNodeHasAnExample(schema(name).path("$defs").path("board").path("properties"), "board");
    }

    private static void everyTypedNodeHasAnExample(JsonNode properties, String where) {
        properties.properties().forEach(each -> {
            JsonNode schema = each.getValue();
            if (schema.path("type").isString()
                    && !schema.path("type").stringValue().equals("object")) {
                assertThat(schema.path("examples").size())
                        .as(where + "." + each.getKey())
                        .isPositive();
            }
            everyTypedNodeHasAnExample(schema.path("properties"), where + "." + each.getKey());
        });
    }

    private static JsonNode schema(String name) {
        return new JsonMapper()
                .readTree(SchemaFilesTest.class.getResourceAsStream("/schemas/" + name + ".schema.json"));
    }
}
