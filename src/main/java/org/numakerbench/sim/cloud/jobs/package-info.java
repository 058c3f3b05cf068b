/**
 * AWS IoT Jobs as devices see them over MQTT: pending executions, their states, and who is told. Knows nothing of
 * connections.
 */
@NullMarked
package org.numakerbench.sim.cloud.jobs;

import org.jspecify.annotations.NullMarked;
