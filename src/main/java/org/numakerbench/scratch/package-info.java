/**
 * Where this process puts what must not outlast it: one directory below the system's temporary one, locked while the process
 * lives. What a killed process left is taken away by the next one that starts. Knows nothing of benches.
 */
@NullMarked
package org.numakerbench.scratch;

import org.jspecify.annotations.NullMarked;
