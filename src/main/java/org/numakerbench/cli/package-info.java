/**
 * The command line, a thin face: parse arguments, call one thing, print, exit with the documented code.
 */
@NullMarked
package org.numakerbench.cli;

import org.jspecify.annotations.NullMarked;
