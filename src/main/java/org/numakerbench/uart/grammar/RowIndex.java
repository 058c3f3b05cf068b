package org.numakerbench.uart.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows in a tree of their literal prefixes: a line walks down it byte by byte, so that only the rows whose prefix it
 * has are tried, the longest prefix first.
 */
final class RowIndex {
    private static final class Node {
        private byte[] label;
        private final List<Node> children = new ArrayList<>();
        private byte[] keys = new byte[0];
        private Node[] kids = new Node[0];
        private final List<LinePattern> own = new ArrayList<>();
        private LinePattern[] patterns = new LinePattern[0];

        Node(byte[] label) {
            this.label = label;
        }

        void freeze() {
            keys = new byte[children.size()];
            kids = children.toArray(new Node[0]);
            for (int i = 0; i < kids.length; i++) {
                keys[i] = kids[i].label[0];
                kids[i].freeze();
            }
            patterns = own.toArray(new LinePattern[0]);
        }
    }

    private final Node root = new Node(new byte[0]);
    private final List<LinePattern> patterns = new ArrayList<>();
    private int slots;

    RowIndex(List<GrammarRow> rows) {
        for (GrammarRow row : rows) {
            for (LinePattern pattern : LinePattern.of(row)) {
                patterns.add(pattern);
                slots = Math.max(slots, pattern.slots());
                insert(root, pattern, 0);
            }
        }
        root.freeze();
    }

    /** All patterns, in the order of the table. */
    List<LinePattern> patterns() {
        return patterns;
    }

    /** Room for the placeholders of any pattern, as {@link #find} wants it. */
    int[] groups() {
        return new int[2 * slots];
    }

    /** The pattern that {@code data[from, to)} matches as a whole, with its placeholders in {@code groups}, or null. */
    @Nullable
    LinePattern find(byte[] data, int from, int to, int[] groups) {
        return find(root, data, from, to, groups);
    }

    private static @Nullable LinePattern find(Node node, byte[] data, int at, int to, int[] groups) {
        if (at < to) {
            byte key = data[at];
            byte[] keys = node.keys;
            for (int i = 0; i < keys.length; i++) {
                if (keys[i] == key) {
                    Node kid = node.kids[i];
                    if (LinePattern.startsWith(kid.label, data, at, to)) {
                        LinePattern deeper = find(kid, data, at + kid.label.length, to, groups);
                        if (deeper != null) {
                            return deeper;
                        }
                    }
                    break;
                }
            }
        }
        for (LinePattern pattern : node.patterns) {
            if (pattern.matches(data, at, to, groups)) {
                return pattern;
            }
        }
        return null;
    }

    private static void insert(Node node, LinePattern pattern, int depth) {
        byte[] prefix = pattern.prefix();
        if (depth == prefix.length) {
            node.own.add(pattern);
            return;
        }
        for (Node child : node.children) {
            int common = common(child.label, prefix, depth);
            if (common == child.label.length) {
                insert(child, pattern, depth + common);
                return;
            }
            if (common > 0) {
                Node upper = new Node(slice(child.label, 0, common));
                child.label = slice(child.label, common, child.label.length);
                upper.children.add(child);
                node.children.set(node.children.indexOf(child), upper);
                insert(upper, pattern, depth + common);
                return;
            }
        }
        Node leaf = new Node(slice(prefix, depth, prefix.length));
        leaf.own.add(pattern);
        node.children.add(leaf);
    }

    private static int common(byte[] label, byte[] prefix, int depth) {
        int length = 0;
        while (length < label.length && depth + length < prefix.length && label[length] == prefix[depth + length]) {
            length++;
        }
        return length;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }
}
