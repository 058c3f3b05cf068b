package org.numakerbench.uart.block;

/** Follows the braces of a JSON object, to know where it ends. */
final class JsonExtent {
    private enum State {
        BEFORE,
        INSIDE,
        STRING,
        ESCAPE,
        AFTER,
        OTHER
    }

    private State state = State.BEFORE;
    private int depth;

    void add(byte[] data) {
        for (byte b : data) {
            state = next(b);
        }
    }

    /** True when the text so far is one object and nothing but white space around it. */
    boolean complete() {
        return state == State.AFTER;
    }

    private State next(byte b) {
        boolean space = b == ' ' || b == '\t' || b == '\r';
        return switch (state) {
            case BEFORE -> space ? State.BEFORE : b == '{' ? open() : State.OTHER;
            case INSIDE -> b == '"' ? State.STRING : b == '{' ? open() : b == '}' ? close() : State.INSIDE;
            case STRING -> b == '\\' ? State.ESCAPE : b == '"' ? State.INSIDE : State.STRING;
            case ESCAPE -> State.STRING;
            case AFTER -> space ? State.AFTER : State.OTHER;
            case OTHER -> State.OTHER;
        };
    }

    private State open() {
        depth++;
        return State.INSIDE;
    }

    private State close() {
        depth--;
        return depth == 0 ? State.AFTER : State.INSIDE;
    }
}
