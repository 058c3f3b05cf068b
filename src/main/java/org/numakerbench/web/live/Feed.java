package org.numakerbench.web.live;

import java.io.IOException;

/**
 * Something that changes while people watch. It keeps no queue for any of them: whoever could not be told in time is told
 * later, at once, all that has changed since. So a slow one costs nothing, and sees in the end what all others see.
 */
interface Feed {
    /** Of the state now; never decreases. Any thread. */
    long version();

    /** All that changed after {@code version}; 0 is before everything. On a worker. */
    Update since(long version) throws IOException;
}
