/**
 * What the firmware does: prints its lines, shakes hands by TLS, speaks MQTT, and lies where its image says so. Formats
 * and order are those of the firmware's own sources, generation by generation.
 */
@NullMarked
package org.numakerbench.sim.board.program;

import org.jspecify.annotations.NullMarked;
