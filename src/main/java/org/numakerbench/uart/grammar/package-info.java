/**
 * The firmware's lines as a table, and how a line is found in it: by the tree of their beginnings, in the middle of another
 * line, or by its likeness when bytes were lost. Knows no claims of several lines and no steps.
 */
@NullMarked
package org.numakerbench.uart.grammar;

import org.jspecify.annotations.NullMarked;
