/**
 * Simulators for a lab: a local AWS IoT and a virtual board. Shares no code with what judges them.
 */
@NullMarked
package org.numakerbench.sim;

import org.jspecify.annotations.NullMarked;
