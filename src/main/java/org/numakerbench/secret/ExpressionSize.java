package org.numakerbench.secret;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * About how large an expression becomes when it is compiled: each repetition is written out, those within it as often as it is
 * itself, so that thirty characters can stand for a hundred million.
 */
final class ExpressionSize {
    private static final Pattern REPETITION = Pattern.compile("\\{([0-9]{1,4})(?:,([0-9]{0,4}))?\\}");

    private ExpressionSize() {}

    /** Characters, classes and groups, each as often as it is repeated. */
    static long of(String expression) {
        Deque<Long> outer = new ArrayDeque<>();
        Matcher repetition = REPETITION.matcher(expression);
        long size = 0;
        long last = 0;
        for (int at = 0; at < expression.length(); at++) {
            char c = expression.charAt(at);
            if (c == '(') {
                outer.push(size);
                size = 0;
                last = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = size + 1;
                size = outer.pop() + last;
            } else if (c == '{' && repetition.region(at, expression.length()).lookingAt()) {
                String most = repetition.group(2) == null || repetition.group(2).isEmpty()
                        ? repetition.group(1)
                        : repetition.group(2);
                long more = last * Math.max(0, Long.parseLong(most) - 1);
                // Far beyond what is refused; no more of it can overflow.
                size = Math.min(size + more, Integer.MAX_VALUE);
                last = Math.min(last + more, Integer.MAX_VALUE);
                at = repetition.end() - 1;
            } else if (c == '\\' || c == '[') {
                at = c == '\\' ? at + 1 : Math.max(at, expression.indexOf(']', at + 2));
                last = 1;
                size++;
            } else if ("|*+?".indexOf(c) < 0) {
                last = 1;
                size++;
            }
        }
        for (long each : outer) {
            size += each;
        }
        return size;
    }
}
