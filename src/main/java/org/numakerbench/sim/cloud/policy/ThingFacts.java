package org.numakerbench.sim.cloud.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What policies can ask of a thing (Developer Guide, "Thing policy variables").
 *
 * @param name thing name
 * @param type thing type name, or null
 * @param attributes by name
 */
public record ThingFacts(String name, @Nullable String type, Map<String, String> attributes) {
    private static final String PREFIX = "iot:connection.thing.";

    void addTo(Map<String, List<String>> variables) {
        variables.put(PREFIX + "thingname", List.of(name));
        if (type != null) {
            variables.put(PREFIX + "thingtypename", List.of(type));
        }
        attributes.forEach((key, value) ->
                variables.put(PREFIX + "attributes[" + key.toLowerCase(Locale.ROOT) + "]", List.of(value)));
    }
}
