package org.numakerbench.secret;

import java.util.ArrayList;
import java.util.List;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.JsonNode;

/** Where a record is not any more what it was before its secrets were hidden. */
final class AlteredKeys {
    /** An expression that fits everything alters everything. */
    private static final int MOST = 100;

    private AlteredKeys() {}

    /** Keys of all values that differ, {@code lines[2].published.topic}; of what is not there under the same name, the whole. */
    static List<String> of(Record before, Record after) {
        List<String> keys = new ArrayList<>();
        walk("", JsonText.MAPPER.valueToTree(before), JsonText.MAPPER.valueToTree(after), keys);
        return keys;
    }

    private static void walk(String key, JsonNode before, JsonNode after, List<String> keys) {
        if (before.equals(after) || keys.size() == MOST) {
            return;
        }
        if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                walk(key + "[" + i + "]", before.get(i), after.get(i), keys);
            }
        } else if (before.isObject()
                && after.isObject()
                && before.propertyNames().equals(after.propertyNames())) {
            for (String name : before.propertyNames()) {
                walk(key.isEmpty() ? name : key + "." + name, before.get(name), after.get(name), keys);
            }
        } else {
            keys.add(key);
        }
    }
}
