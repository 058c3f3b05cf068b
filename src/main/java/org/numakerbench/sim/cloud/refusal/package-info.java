/**
 * What the local AWS IoT tells its user about requests that it turns down. It knows nothing of protocols: those who refuse
 * say what and why.
 */
@NullMarked
package org.numakerbench.sim.cloud.refusal;

import org.jspecify.annotations.NullMarked;
