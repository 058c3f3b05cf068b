/** Measurements over builds, for machines and at a glance. */
@NullMarked
package org.numakerbench.report.measure;

import org.jspecify.annotations.NullMarked;
