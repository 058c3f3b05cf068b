package org.numakerbench.uart;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Claims as {@code bench parse --json} prints them. */
public final class ClaimJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ClaimJson() {}

    /** Line, step, kind, ok, text, then the fields of the kind. */
    public static Map<String, @Nullable Object> object(Claim claim) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("line", claim.line());
        object.put("step", claim.step());
        object.put("kind", claim.kind().word());
        object.put("ok", claim.ok());
        object.put("text", claim.text());
        claim.fields().forEach(object::putIfAbsent);
        return object;
    }

    /** The same as one line of JSON. */
    public static String line(Claim claim) {
        return JSON.writeValueAsString(object(claim));
    }
}
