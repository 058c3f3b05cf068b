/**
 * A local AWS IoT: mutual TLS, MQTT 3.1.1, device shadows, policies, lifecycle events and the shadow REST calls. Good
 * enough to fool a real AWS IoT client, and nothing more: state lives in memory, only credentials and policies on disk.
 * It shares no code with what judges a device.
 */
@NullMarked
package org.numakerbench.sim.cloud;

import org.jspecify.annotations.NullMarked;
