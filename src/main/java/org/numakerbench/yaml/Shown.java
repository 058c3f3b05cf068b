package org.numakerbench.yaml;

import tools.jackson.databind.JsonNode;

/** How a value from a file appears in a message: short, on one line, and never a secret. */
final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    static String of(JsonNode node) {
        if (node.isString()) {
            return text(node.stringValue());
        }
        if (node.isObject()) {
            return "a group of keys";
        }
        if (node.isArray()) {
            return "a list";
        }
        return node.isNull() ? "nothing" : node.toString();
    }

    /** PEM text, or base64 of a DER sequence of the length a key or certificate has ({@code MII…}). */
    static boolean isSecret(String text) {
        return text.contains("-----BEGIN") || (text.startsWith("MII") && text.length() > 100);
    }

    /** A key as part of a path. */
    static String key(String key) {
        return isSecret(key) ? "(the text of a key or certificate)" : oneLine(key);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private static String text(String text) {
        if (isSecret(text)) {
            return "the text of a key or certificate";
        }
        return '"' + oneLine(text) + '"';
    }
}
