/**
 * Proposes a description of firmware that nobody has described yet, from captures of good runs: what its lines have in common
 * is their pattern, what varies is a placeholder. Knows nothing of what a line means but the words that people use for success
 * and failure; a person decides.
 */
@NullMarked
package org.numakerbench.uart.learn;

import org.jspecify.annotations.NullMarked;
