/**
 * Device shadows: request bytes in, answers out. Pure but for the stored documents; knows neither MQTT nor HTTP.
 */
@NullMarked
package org.numakerbench.sim.cloud.shadow;

import org.jspecify.annotations.NullMarked;
