/** Commands for many boards: {@code bench nightly}, {@code agent}, {@code submit}. */
@NullMarked
package org.numakerbench.cli.lab;

import org.jspecify.annotations.NullMarked;
