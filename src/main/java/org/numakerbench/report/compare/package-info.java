/** Two runs side by side: what differs once that is set aside which differs from run to run anyway. */
@NullMarked
package org.numakerbench.report.compare;

import org.jspecify.annotations.NullMarked;
