package org.numakerbench.uart;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.text.JsonText;

/** Claims as {@code bench parse --json} prints them. */
public final class ClaimJson {
    private ClaimJson() {}

    /** Line, step, kind, ok, text, then the fields of the kind. */
    public static Map<String, @Nullable Object> object(Claim claim) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("line", claim.line());
        object.put("step", claim.stepName());
        object.put("kind", claim.kind().word());
        object.put("ok", claim.ok());
        object.put("text", claim.text());
        claim.fields().forEach(object::putIfAbsent);
        return object;
    }

    /** The text on one line of a terminal: control characters escaped, line ends shown as a space and a bar. */
    public static String oneLine(Claim claim) {
        return claim.kind() == ClaimKind.UNRECOGNISED
                ? claim.text()
                : DeviceText.escapeControls(claim.text().replace("\n", " | "));
    }

    /** A summary as one line of JSON. */
    public static String line(ParseSummary summary) {
        return JsonText.ASCII.writeValueAsString(summary);
    }

    /** The same as one line of JSON. */
    public static String line(Claim claim) {
        return JsonText.ASCII.writeValueAsString(object(claim));
    }
}
