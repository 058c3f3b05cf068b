/**
 * How much of a run is looked at, by trial: a passed run's log is edited in one place at a time, on the wire or in the
 * evidence, and judged again. An edit that changes no verdict and no note was silent: nobody would notice a device, or a
 * cloud, that is wrong there.
 */
@NullMarked
package org.numakerbench.selftest.edit;

import org.jspecify.annotations.NullMarked;
