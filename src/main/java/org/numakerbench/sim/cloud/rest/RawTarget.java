package org.numakerbench.sim.cloud.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request target as it stood on the wire: nothing is normalised, since {@code //} and a trailing slash are significant
 * and the firmware sends {@code $} and {@code /} unescaped.
 *
 * @param path before the question mark, still percent-encoded
 * @param query decoded
 */
record RawTarget(String path, Map<String, String> query) {
    static RawTarget of(String uri) {
        int mark = uri.indexOf('?');
        Map<String, String> query = new HashMap<>();
        if (mark >= 0) {
            for (String pair : uri.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                } else if (!pair.isEmpty()) {
                    query.put(decode(pair), "");
                }
            }
        }
        return new RawTarget(mark < 0 ? uri : uri.substring(0, mark), Map.copyOf(query));
    }

    /** The path's segments, decoded; the first is what follows the leading slash. */
    List<String> segments() {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        return List.of(relative.split("/", -1)).stream().map(RawTarget::decode).toList();
    }

    /** Percent-decodes once; a stray percent sign stays, a plus is a plus. */
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
