package org.numakerbench.firmware;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.firmware.FirmwareFile.Segment;

/**
 * What the texts in an image tell of it. Each is a guess: several may be there, and a text that is put together while the
 * firmware runs is not. Keys and certificates are among an image's texts; they are passed over.
 *
 * @param mbedOs versions, {@code 5.7.1}
 * @param endpoints AWS IoT data endpoints
 * @param things thing names, from shadow topics and paths
 * @param userTopics topics that are no shadow's
 * @param userFilters topics with wildcards
 */
public record EmbeddedStrings(
        List<String> mbedOs,
        List<String> endpoints,
        List<String> things,
        List<String> userTopics,
        List<String> userFilters) {
    private static final int SHORTEST = 4;
    private static final int LONGEST = 1024;
    /** Closed, whatever parts its lines; or cut off, and then its lines tell where it ends. */
    private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]+-----"
            + "(?:[A-Za-z0-9+/=\\r\\n\\x00]*+-----END [A-Z0-9 ]+-----|[A-Za-z0-9+/=\\r\\n]*+)");

    private static final Pattern MBED_OS = Pattern.compile("(?i)mbed[ -]os[ :v-]*([0-9]+\\.[0-9]+\\.[0-9]+)");
    private static final Pattern ENDPOINT = Pattern.compile("[a-z0-9-]+\\.iot\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern THING = Pattern.compile("things/([a-zA-Z0-9:_-]{1,128})/shadow");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_:.-]+)+");
    private static final Pattern FILTER = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_:.+-]+)*/[+#]");

    public EmbeddedStrings {
        mbedOs = List.copyOf(mbedOs);
        endpoints = List.copyOf(endpoints);
        things = List.copyOf(things);
        userTopics = List.copyOf(userTopics);
        userFilters = List.copyOf(userFilters);
    }

    /** Looks through all segments. */
    public static EmbeddedStrings of(FirmwareFile firmware) {
        Set<String> mbedOs = new TreeSet<>();
        Set<String> endpoints = new TreeSet<>();
        Set<String> things = new TreeSet<>();
        Set<String> topics = new TreeSet<>();
        Set<String> filters = new TreeSet<>();
        for (Segment segment : firmware.segments()) {
            for (String text : texts(segment.bytes())) {
                all(MBED_OS, text, 1, mbedOs);
                all(ENDPOINT, text, 0, endpoints);
                all(THING, text, 1, things);
                if (FILTER.matcher(text).matches() && !text.contains("things/")) {
                    filters.add(text);
                }
            }
        }
        // A topic looks like many a path: only one that a filter of the same image covers is taken for one.
        for (Segment segment : firmware.segments()) {
            for (String text : texts(segment.bytes())) {
                boolean covered =
                        filters.stream().anyMatch(filter -> text.startsWith(filter.substring(0, filter.length() - 1)));
                if (covered && TOPIC.matcher(text).matches()) {
                    topics.add(text);
                }
            }
        }
        return new EmbeddedStrings(
                List.copyOf(mbedOs),
                List.copyOf(endpoints),
                List.copyOf(things),
                List.copyOf(topics),
                List.copyOf(filters));
    }

    private static void all(Pattern pattern, String text, int group, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
    }

    /** Runs of printable ASCII, each cut at a length that no text of interest has. */
    private static List<String> texts(byte[] segment) {
        byte[] bytes = PEM.matcher(new String(segment, StandardCharsets.ISO_8859_1))
                .replaceAll("\0")
                .getBytes(StandardCharsets.ISO_8859_1);
        List<String> texts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= bytes.length; at++) {
            boolean printable = at < bytes.length && bytes[at] >= ' ' && bytes[at] <= '~';
            if (!printable || at - start == LONGEST) {
                if (at - start >= SHORTEST) {
                    texts.add(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
                }
                start = printable ? at : at + 1;
            }
        }
        return texts;
    }
}
