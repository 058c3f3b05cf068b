package org.numakerbench.board.method;

import java.util.Optional;

/** Either kind of method: to flash a board, or to reset it. */
public sealed interface Method permits FlashMethod, ResetMethod {
    /** What must be installed for it; empty: nothing. */
    default Optional<Program> program() {
        return Optional.empty();
    }
}
