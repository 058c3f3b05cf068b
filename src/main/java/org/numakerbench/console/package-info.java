/**
 * The interactive terminal of one board: what it prints, with times and made harmless, and keys that reset and flash it.
 */
@NullMarked
package org.numakerbench.console;

import org.jspecify.annotations.NullMarked;
