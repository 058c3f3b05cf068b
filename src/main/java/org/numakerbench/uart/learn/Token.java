package org.numakerbench.uart.learn;

import java.util.Locale;

/**
 * A piece of a line.
 *
 * @param text as it was printed; of a placeholder that took different texts, one of them
 */
record Token(Kind kind, String text) {
    /** What may stand there. */
    enum Kind {
        /** These words and no others. */
        WORDS,
        INT,
        NUMBER,
        /** Hexadecimal digits behind {@code 0x}. */
        HEXTEXT,
        /** A text without a space. */
        WORD,
        /** Any text. */
        TEXT,
        SPACES;

        /** Its name in a pattern; empty for any text, which needs none. */
        String typeName() {
            return this == TEXT ? "" : ":" + (this == HEXTEXT ? "hexText" : name().toLowerCase(Locale.ROOT));
        }

        private Kind or(Kind other) {
            if (this == other) {
                return this;
            }
            boolean numbers = (this == INT || this == NUMBER) && (other == INT || other == NUMBER);
            return numbers ? NUMBER : this == TEXT || other == TEXT ? TEXT : WORD;
        }
    }

    boolean isWords() {
        return kind == Kind.WORDS;
    }

    boolean isSpaces() {
        return isWords() && text.isBlank();
    }

    boolean isNumber() {
        return kind == Kind.INT || kind == Kind.NUMBER;
    }

    /** A name or word that may stand for a value in another run: it has a letter or a digit. */
    boolean mayVary() {
        return !isWords() || isSpaces() || text.chars().anyMatch(Character::isLetterOrDigit);
    }

    /** True when this text is nobody's language: a digit is in it. */
    boolean looksLikeValue() {
        return !isWords() || text.chars().anyMatch(Character::isDigit);
    }

    /** What stands for both. */
    Token or(Token other) {
        if (equals(other)) {
            return this;
        }
        if (isSpaces() && other.isSpaces() || kind == Kind.SPACES && (other.isSpaces() || other.kind == Kind.SPACES)) {
            return new Token(Kind.SPACES, text);
        }
        Kind own = isWords() ? Kind.WORD : kind;
        Kind others = other.isWords() ? Kind.WORD : other.kind;
        return new Token(own.or(others), text);
    }

    /** Lines with the same keys are the same line with other values. */
    String key() {
        return switch (kind) {
            case WORDS -> text;
            case INT, NUMBER -> "\u0002#";
            default -> "\u0002" + kind.ordinal();
        };
    }
}
