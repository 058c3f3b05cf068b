/**
 * What the description of a user's own firmware expects of a boot: lines and their order, what must never come, what the host
 * sends and the answers to it. Finds where claims have it; knows nothing of time, of the wire or of who is to blame.
 */
@NullMarked
package org.numakerbench.uart.expect;

import org.jspecify.annotations.NullMarked;
