package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * The header lines of the responses that one run printed, each against the others: the service's front end sends the same
 * ones with every answer. What one response alone has, or lacks, was damaged on the way or is not the service's.
 */
public final class ResponseHeaders {
    /** With fewer there is no saying which of two is the odd one. */
    private static final int FEWEST = 3;

    /** What is another one in each answer. */
    private static final Set<String> VARYING = Set.of("content-length", "date", "x-amzn-requestid");

    /** A UUID in every answer of AWS IoT. */
    private static final Pattern IDENTIFIER = Pattern.compile("(?:\"traceId\":\"|x-amzn-requestid: )([^\"\\s]*)");

    private ResponseHeaders() {}

    private record Response(int line, int status, Map<String, String> headers) {}

    /**
     * True for a response that proves by itself that bytes were lost or changed: it has a line that nearly is one which it alone lacks,
     * or an identifier of the service that is none.
     */
    public static boolean isDamaged(Claim response, RunView run) {
        Map<String, String> own = read(response).headers();
        List<Map<String, String>> others = run.heard().stream()
                .map(PendingClaim::claim)
                .filter(it -> it.kind() == ClaimKind.HTTPS_RESPONSE && it != response)
                .map(it -> read(it).headers())
                .toList();
        boolean renamed = others.size() + 1 >= FEWEST
                && own.entrySet().stream().anyMatch(it -> isNearlyAnother(it.getKey(), it.getValue(), own, others));
        return renamed
                || IDENTIFIER
                        .matcher(response.text())
                        .results()
                        .anyMatch(it -> !it.group(1).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }

    private static boolean isNearlyAnother(
            String name, String value, Map<String, String> own, List<Map<String, String>> others) {
        if (others.stream().noneMatch(it -> it.containsKey(name))) {
            return others.get(0).keySet().stream()
                    .anyMatch(it -> !own.containsKey(it) && LineIntegrity.nearlyEqual(name, it));
        }
        Set<String> values =
                others.stream().map(it -> it.getOrDefault(name, "")).collect(Collectors.toSet());
        return !VARYING.contains(name)
                && values.size() == 1
                && LineIntegrity.nearlyEqual(value, values.iterator().next());
    }

    /** What is odd, in lines to a person. */
    public static List<String> oddities(RunView run) {
        List<Response> all = run.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.HTTPS_RESPONSE)
                .map(it -> read(it.claim()))
                .toList();
        List<String> odd = new ArrayList<>();
        for (Response one : all) {
            List<Response> others = all.stream()
                    .filter(it -> it != one && it.status() == one.status())
                    .toList();
            if (others.size() + 1 >= FEWEST) {
                compare(one, others, odd);
            }
        }
        return odd;
    }

    private static void compare(Response one, List<Response> others, List<String> odd) {
        Set<String> names = new TreeSet<>(one.headers().keySet());
        others.forEach(it -> names.addAll(it.headers().keySet()));
        String where = "line " + one.line() + ": the response ";
        for (String name : names) {
            Set<String> values = others.stream()
                    .filter(it -> it.headers().containsKey(name))
                    .map(it -> it.headers().getOrDefault(name, ""))
                    .collect(Collectors.toSet());
            String own = one.headers().get(name);
            if (own == null && others.stream().allMatch(it -> it.headers().containsKey(name))) {
                odd.add(where + "has no line \"" + name + "\", all others of this run have it");
            } else if (own != null && values.isEmpty()) {
                odd.add(where + "has a line \"" + name + "\", no other of this run has it");
            } else if (own != null && values.size() == 1 && !values.contains(own) && !VARYING.contains(name)) {
                odd.add(where + "says \"" + name + ": " + own + "\", all others \""
                        + values.iterator().next() + "\"");
            }
        }
    }

    private static Response read(Claim response) {
        Map<String, String> headers = new LinkedHashMap<>();
        Long status = response.number("status");
        String text = response.text();
        int blank = text.indexOf("\n\n");
        text.substring(0, blank < 0 ? text.length() : blank).lines().skip(2).forEach(line -> {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon < 0 ? line.length() : colon));
            headers.put(
                    name.strip().toLowerCase(Locale.ROOT),
                    colon < 0 ? "" : line.substring(colon + 1).strip());
        });
        return new Response(response.line(), status == null ? 0 : status.intValue(), headers);
    }
}
