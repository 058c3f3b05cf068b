package org.numakerbench.uart.grammar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Step;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Standing;

/**
 * One line that a firmware prints; {@code firmware.tsv} says what each column means.
 *
 * @param kind what it says
 * @param ok success or failure claimed, else null
 * @param first oldest generation that prints it
 * @param last newest generation that prints it
 * @param part what the reader does with it
 * @param interrupts how it begins when it begins in the middle of another line; empty: as its pattern does; null: never
 * @param fields what every such line means
 * @param source who prints it
 * @param standing what is made of it
 * @param pattern its text, with placeholders
 * @param table the file it stands in
 * @param number of its line in there, from 1
 * @param regex true when the pattern is a regular expression in the syntax of RE2
 * @param step it belongs to; null: what its kind and the claims before it say
 */
public record GrammarRow(
        ClaimKind kind,
        @Nullable Boolean ok,
        Generation first,
        Generation last,
        Part part,
        @Nullable String interrupts,
        Map<String, String> fields,
        String source,
        Standing standing,
        String pattern,
        String table,
        int number,
        boolean regex,
        @Nullable Step step) {
    public GrammarRow {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Of a table, whose rows are patterns and whose steps follow from the kinds. */
    public GrammarRow(
            ClaimKind kind,
            @Nullable Boolean ok,
            Generation first,
            Generation last,
            Part part,
            @Nullable String interrupts,
            Map<String, String> fields,
            String source,
            Standing standing,
            String pattern,
            String table,
            int number) {
        this(kind, ok, first, last, part, interrupts, fields, source, standing, pattern, table, number, false, null);
    }

    /** Where it stands, {@code file:line}. */
    String where() {
        return table + ":" + number;
    }

    /** What the reader does with a line. */
    public enum Part {
        /** A claim of its own. */
        LINE,
        /** A claim that may come without a line end. */
        TAIL,
        /** Text completed later by CR and the result line of the same kind. */
        PROGRESS,
        /** Header of an arrived message. */
        ARRIVAL,
        /** Starts the raw payload of an arrived message. */
        PAYLOAD,
        /** Starts the raw text of a message to publish. */
        TO_PUBLISH,
        /** Starts the block of the server's certificate. */
        CERTIFICATE,
        /** Starts the block of one certificate of the chain. */
        CHAIN,
        /** Starts a raw HTTP request. */
        REQUEST,
        /** Starts a raw HTTP response. */
        RESPONSE,
        /** Starts a crash block. */
        CRASH_BLOCK,
        /** Memory figures printed by another thread: the running step goes on. */
        ASIDE
    }
}
