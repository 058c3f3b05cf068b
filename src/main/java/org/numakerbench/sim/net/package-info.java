/**
 * A network that misbehaves on purpose: a TCP proxy between one board and its endpoint that delays, throttles, stalls,
 * drops, resets or half closes connections on a seeded schedule, and tells what it does before it does it. It moves
 * bytes and looks into none of them, so TLS passes untouched; it knows nothing of MQTT, of boards or of clouds.
 */
@NullMarked
package org.numakerbench.sim.net;

import org.jspecify.annotations.NullMarked;
