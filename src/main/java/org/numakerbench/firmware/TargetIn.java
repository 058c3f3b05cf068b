package org.numakerbench.firmware;

import org.numakerbench.yaml.YamlTree;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** A name as the target that the file itself describes, or every bench knows. */
final class TargetIn extends ValueDeserializer<Target> {
    @Override
    public Target deserialize(JsonParser json, DeserializationContext context) {
        String name = json.getString();
        return YamlTree.readNow(context)
                .flatMap(tree -> Targets.in(tree).stream()
                        .filter(it -> it.name().equals(name))
                        .findFirst())
                .orElseGet(() -> Target.named(name));
    }
}
