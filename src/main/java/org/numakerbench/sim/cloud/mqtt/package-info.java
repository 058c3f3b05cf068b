/**
 * The MQTT side of the local AWS IoT. All state is confined to one event loop.
 */
@NullMarked
package org.numakerbench.sim.cloud.mqtt;

import org.jspecify.annotations.NullMarked;
