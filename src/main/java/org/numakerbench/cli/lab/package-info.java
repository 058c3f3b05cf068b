/** Commands for many boards: {@code bench nightly}, {@code agent}, {@code submit}, {@code serve}. */
@NullMarked
package org.numakerbench.cli.lab;

import org.jspecify.annotations.NullMarked;
