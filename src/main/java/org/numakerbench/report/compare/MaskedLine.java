package org.numakerbench.report.compare;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.IdentityFacts;
import org.numakerbench.run.RunRecord;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.LineSplitter;
import org.numakerbench.uart.Places;
import org.numakerbench.uart.Places.Place;
import org.numakerbench.uart.UartParser;

/**
 * A wire line of a run, and what of it two runs have in common when nothing changed.
 *
 * @param number from 1, counted from the reset
 * @param text as printed, one character a byte
 * @param same the text with {@code {field}} where it may differ from run to run; two lines are the same when these are
 */
record MaskedLine(int number, String text, String same) {
    /** Longer ones are compared by their beginning. */
    private static final int LONGEST = 2000;

    private static final Pattern NUMBERED =
            Pattern.compile("(\"(?:version|timestamp|clientToken)\"\\s*:\\s*)(?:-?[0-9.eE+]+|\"[^\"]*\")");
    private static final Pattern ADDRESS = Pattern.compile("\\b(?:[0-9]{1,3}\\.){3}[0-9]{1,3}\\b");
    /** Shorter names may be a part of anything. */
    private static final int SHORTEST_NAME = 4;

    /** Those since the reset, of at most so many bytes. */
    static List<MaskedLine> of(RunRecord run, int mostBytes) {
        byte[] whole = run.captureSinceReset();
        byte[] capture = Arrays.copyOf(whole, Math.min(mostBytes, whole.length));
        UartParser parser = new UartParser(run.context());
        List<Claim> claims = new ArrayList<>(parser.accept(Bytes.of(capture)));
        claims.addAll(parser.end());
        String wire = new String(capture, StandardCharsets.ISO_8859_1);
        Places places = new Places(wire, claims);
        Map<String, String> names = names(run.context());
        List<MaskedLine> lines = new ArrayList<>();
        // All at once: each line is one piece.
        new LineSplitter((number, bytes, from, to, ended) -> {
                    if (from >= places.begin()) {
                        String same = masked(wire, from, Math.min(to, from + LONGEST), places);
                        lines.add(
                                new MaskedLine(number, wire.substring(from, to).replace("\r", ""), named(same, names)));
                    }
                })
                .accept(capture);
        return lines;
    }

    /** What the profile gives this board, longest first: another board has other names. */
    private static Map<String, String> names(RunContext context) {
        Map<String, String> names =
                new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        IdentityFacts identity = context.identity();
        names.put(identity.clientId(), "{client ID}");
        names.put(identity.thing(), "{thing}");
        names.put(identity.userTopic(), "{user topic}");
        names.put(identity.userFilter(), "{user filter}");
        names.put(":" + context.endpoint().mqttPort(), ":{MQTT port}");
        names.put(":" + context.endpoint().httpsPort(), ":{HTTPS port}");
        names.keySet().removeIf(it -> it.length() < SHORTEST_NAME);
        return names;
    }

    private static String named(String line, Map<String, String> names) {
        String named = line;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }

    private static String masked(String wire, int from, int to, Places places) {
        StringBuilder masked = new StringBuilder();
        String field = "";
        for (int at = from; at < to; at++) {
            Place place = places.at(at);
            boolean varies = place.neutral() && !place.field().endsWith(".words");
            if (!varies) {
                masked.append(wire.charAt(at));
            } else if (!place.field().equals(field)) {
                masked.append('{').append(place.field()).append('}');
            }
            field = varies ? place.field() : "";
        }
        String text = NUMBERED.matcher(masked.toString().replace("\r", "").stripTrailing())
                .replaceAll("$1{number}");
        return ADDRESS.matcher(text).replaceAll("{address}");
    }
}
