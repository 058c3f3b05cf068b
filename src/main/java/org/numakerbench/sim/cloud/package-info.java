/**
 * A local AWS IoT: mutual TLS, MQTT 3.1.1, device shadows, policies, lifecycle events.
 */
@NullMarked
package org.numakerbench.sim.cloud;

import org.jspecify.annotations.NullMarked;
