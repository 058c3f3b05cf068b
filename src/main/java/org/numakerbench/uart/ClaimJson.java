package org.numakerbench.uart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Steps, arrivals, heap, crash, hang, boots, unrecognised, firmware. */
    public static Map<String, @Nullable Object> object(ParseSummary summary) {
        List<Object> steps = new ArrayList<>();
        summary.steps().forEach(step -> steps.add(entries("step", step.step(), "ok", step.ok())));
        List<Object> arrivals = new ArrayList<>();
        summary.arrivals()
                .forEach(arrival -> arrivals.add(
                        entries("step", arrival.step(), "qos", arrival.qos(), "payload", arrival.payload())));
        ParseSummary.Crash crash = summary.crash();
        ParseSummary.Hang hang = summary.hang();
        return entries(
                "steps",
                steps,
                "arrivals",
                arrivals,
                "heap",
                entries(
                        "currentBytes",
                        summary.heap().currentBytes(),
                        "maxBytes",
                        summary.heap().maxBytes()),
                "crash",
                crash == null
                        ? null
                        : entries(
                                "step",
                                crash.step(),
                                "line",
                                crash.line(),
                                "source",
                                crash.source(),
                                "text",
                                crash.text()),
                "hang",
                hang == null ? null : entries("step", hang.step(), "line", hang.line(), "text", hang.text()),
                "boots",
                summary.boots(),
                "unrecognised",
                summary.unrecognised(),
                "firmware",
                entries(
                        "generation",
                        summary.firmware().generations(),
                        "reason",
                        summary.firmware().reason()));
    }

    private static Map<String, @Nullable Object> entries(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    /** A summary as one line of JSON. */
    public static String line(ParseSummary summary) {
        return JsonText.ASCII.writeValueAsString(object(summary));
    }

    /** The same as one line of JSON. */
    public static String line(Claim claim) {
        return JsonText.ASCII.writeValueAsString(object(claim));
    }
}
