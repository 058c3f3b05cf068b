package org.numakerbench.history.store;

/**
 * How sentences speak of a database.
 *
 * @param what with its article, "the history"
 * @param whenDamaged what to say of a file that is damaged or something else
 * @param own what another one is called: "a history of its own"
 */
public record DatabaseName(String what, String whenDamaged, String own) {
    static final DatabaseName HISTORY = new DatabaseName(
            "the history",
            "is damaged, or no history; move it away and make it again: bench history rebuild DIR",
            "a history of its own");
}
