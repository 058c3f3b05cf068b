package org.numakerbench.cloud.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes policies that allow given needs and nothing else. */
public final class PolicyWriter {
    private PolicyWriter() {}

    /**
     * The documents, pretty-printed: one, or several when one would be longer than AWS IoT takes. A certificate may have
     * ten; they count together.
     *
     * @param region for example {@code eu-central-1}
     * @param account twelve digits, or {@code *}
     */
    public static List<String> write(List<Need> needs, String region, String account) {
        Map<String, Set<String>> byAction = new LinkedHashMap<>();
        for (Need need : needs) {
            byAction.computeIfAbsent(need.action(), action -> new LinkedHashSet<>())
                    .add("arn:aws:iot:" + region + ":" + account + ":" + ResourcePattern.literally(need.resource()));
        }
        List<ObjectNode> documents = new ArrayList<>(List.of(document()));
        byAction.forEach((action, resources) -> {
            for (String resource : resources) {
                ObjectNode last = documents.get(documents.size() - 1);
                add(last, action, resource);
                if (JsonText.line(last).length() > PolicyDocument.MOST_CHARACTERS) {
                    remove(last);
                    documents.add(document());
                    add(documents.get(documents.size() - 1), action, resource);
                }
            }
        });
        return documents.stream()
                .map(it -> JsonText.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(it))
                .toList();
    }

    private static ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        document.putArray("Statement");
        return document;
    }

    private static void add(ObjectNode document, String action, String resource) {
        ArrayNode statements = (ArrayNode) document.get("Statement");
        ObjectNode last = statements.isEmpty() ? null : (ObjectNode) statements.get(statements.size() - 1);
        if (last == null || !last.get("Action").stringValue().equals(action)) {
            last = statements.addObject().put("Effect", "Allow").put("Action", action);
            last.putArray("Resource");
        }
        ((ArrayNode) last.get("Resource")).add(resource);
    }

    private static void remove(ObjectNode document) {
        ArrayNode statements = (ArrayNode) document.get("Statement");
        ArrayNode resources = (ArrayNode) statements.get(statements.size() - 1).get("Resource");
        resources.remove(resources.size() - 1);
        if (resources.isEmpty()) {
            statements.remove(statements.size() - 1);
        }
    }
}
