/**
 * A disk that fails, or a process that dies, at the n-th operation on it; and what a power cut leaves of what was not
 * synced. Tests run the product's own commands over it, once for every n.
 */
@NullMarked
package org.numakerbench.crash;

import org.jspecify.annotations.NullMarked;
