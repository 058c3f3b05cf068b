package org.numakerbench.sim.board.program;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts that a lying board makes up. */
final class Lies {
    static final String INVENTED_MESSAGE = "{ \"message\": \"Hello from nobody\" }";
    static final String EXTRA_MESSAGE = "{ \"message\": \"Hello behind your back\" }";
    static final String UNCLAIMED_STATE = "{ \"state\": { \"reported\": { \"attribute1\": 9 } } }";

    /** Not a shadow document: the service answers 400. */
    static final String REFUSED_STATE = "{ \"stat\": {} }";
    /** Accepted with so many metadata that the answer is longer than 599 bytes. */
    static final String RICH_STATE = "{ \"state\": { \"desired\": { \"a1\": 1, \"a2\": 2, \"a3\": 3, \"a4\": 4 }, "
            + "\"reported\": { \"a1\": 1, \"a2\": 2, \"a3\": 3, \"a4\": 4, \"a5\": 5, \"a6\": 6, \"a7\": 7 } } }";

    private static final Pattern VERSION = Pattern.compile("(\"version\"\\s*:\\s*)(\\d{1,15})");
    private static final Pattern ATTRIBUTE = Pattern.compile("(\"attribute1\"\\s*:\\s*)3");

    private Lies() {}

    /** Another payload of the same kind: one that the cloud takes just as well. */
    static String otherBytes(String payload) {
        if (payload.isEmpty()) {
            return "{}";
        }
        return payload.replace("Hello", "Hullo").replace("\"attribute1\": 3", "\"attribute1\": 4");
    }

    static String wrongVersion(String document) {
        return withVersion(document, version -> version + 1);
    }

    /** The document as it may have been one update earlier. */
    static String stale(String document) {
        return withVersion(ATTRIBUTE.matcher(document).replaceFirst("$12"), version -> version - 1);
    }

    private static String withVersion(String document, LongUnaryOperator change) {
        return VERSION.matcher(document)
                .replaceFirst(found ->
                        Matcher.quoteReplacement(found.group(1) + change.applyAsLong(Long.parseLong(found.group(2)))));
    }

    /** The version that {@code document} names; {@code otherwise} if it names none. */
    static long version(String document, long otherwise) {
        Matcher found = VERSION.matcher(document);
        return found.find() ? Long.parseLong(found.group(2)) : otherwise;
    }

    /** What would have arrived if {@code phase} had really published. */
    static String arrival(Phase phase, long lastVersion) {
        long now = Instant.now().getEpochSecond();
        String stamp = "{\"timestamp\":" + now + "}";
        String document =
                "{\"state\":{\"reported\":{\"attribute1\":3,\"attribute2\":\"1\"}},\"metadata\":{\"reported\":"
                        + "{\"attribute1\":" + stamp + ",\"attribute2\":" + stamp + "}},\"version\":%d,\"timestamp\":"
                        + now
                        + "}";
        return switch (phase.name()) {
            case Phase.UPDATE -> String.format(Locale.ROOT, document, lastVersion + 1);
            case Phase.DELETE -> "{\"version\":" + lastVersion + ",\"timestamp\":" + now + "}";
            case "shadow-get" -> String.format(Locale.ROOT, document, lastVersion);
            default -> phase.payload();
        };
    }

    /** The answer with another value in its document. */
    static String otherDocument(String answer) {
        return answer.replaceFirst("\"attribute1\":1", "\"attribute1\":7");
    }

    /** What the cloud would have answered to {@code step}, as a good guess. */
    static String answer(HttpsStep step, long lastVersion) {
        long now = Instant.now().getEpochSecond();
        String stamps = "{\"attribute1\":{\"timestamp\":" + now + "},\"attribute2\":{\"timestamp\":" + now + "}}";
        String id = UUID.randomUUID().toString();
        String body = switch (step.name()) {
            case HttpsStep.UPDATE_REST, HttpsStep.GET_REST ->
                "{\"state\":{\"desired\":{\"attribute1\":1,\"attribute2\":\"2\"},\"reported\":{\"attribute1\":2,"
                        + "\"attribute2\":\"1\"}},\"metadata\":{\"desired\":" + stamps + ",\"reported\":" + stamps
                        + "},\"version\":" + (lastVersion + 2) + ",\"timestamp\":" + now + "}";
            case HttpsStep.DELETE_REST -> "{\"version\":" + lastVersion + ",\"timestamp\":" + now + "}";
            default -> "{\"message\":\"OK\",\"traceId\":\"" + id + "\"}";
        };
        return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                + "\r\nx-amzn-requestid: " + id + "\r\nconnection: keep-alive\r\n\r\n" + body;
    }
}
