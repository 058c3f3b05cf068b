/**
 * A virtual ESP8266 and the driver that speaks AT commands to it, in behaviour: which command fails when, and what that
 * leaves behind. Both run on a clock and a radio that are handed in, real or simulated, so that a thousand loops can be
 * played without waiting for one. It knows nothing of TLS or MQTT.
 */
@NullMarked
package org.numakerbench.sim.board.esp8266;

import org.jspecify.annotations.NullMarked;
