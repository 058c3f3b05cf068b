/**
 * AWS IoT policies: JSON in, allow or deny out. Pure.
 */
@NullMarked
package org.numakerbench.sim.cloud.policy;

import org.jspecify.annotations.NullMarked;
