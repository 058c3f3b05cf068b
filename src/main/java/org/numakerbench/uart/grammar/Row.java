package org.numakerbench.uart.grammar;

import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;

/**
 * One line of the firmware.
 *
 * @param pattern its text; {@code {name}} stands for a text, {@code {name:int}}, {@code {name:hex}}, {@code {name:word}}
 *     (no space) and {@code {name:any}} (may be empty) for others, {@code {name|a|b}} for one of the words given; without a
 *     name it makes no field
 * @param kind what it says
 * @param ok success or failure claimed, else null
 * @param part what the reader does with it
 * @param constants fields that every such line has, as name and value in turn
 * @param first oldest generation that prints it
 * @param last newest generation that prints it
 * @param source who prints it
 */
public record Row(
        String pattern,
        ClaimKind kind,
        @Nullable Boolean ok,
        Part part,
        String[] constants,
        Generation first,
        Generation last,
        String source) {
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
