package org.numakerbench.evidence;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of a boot of a user's own firmware, as the tests over MQTT and HTTPS are the example's. Its steps are its name, and names
 * that begin with it and a dot.
 *
 * @param begins name of the line that begins it
 * @param ends name of the line that ends it
 * @param within how long it takes at most; null: until the end of the run
 */
public record OwnPhase(
        String name, String begins, String ends, @Nullable Duration within) {
    /** True for its own step, and those below. */
    public boolean has(String step) {
        return step.equals(name) || step.startsWith(name + ".");
    }
}
