/**
 * What would stop tonight's run, found before it: each check looks at one thing and says ok, warning or broken, and what
 * mends it.
 */
@NullMarked
package org.numakerbench.doctor;

import org.jspecify.annotations.NullMarked;
