/**
 * Files that a power cut, a full disk or a kill leaves whole: written and synced before they are seen. Knows nothing of
 * what is in them.
 */
@NullMarked
package org.numakerbench.files;

import org.jspecify.annotations.NullMarked;
