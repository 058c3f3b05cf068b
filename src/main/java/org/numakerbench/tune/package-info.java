/**
 * Timeout experiments: builds one image a setting, runs loops of it on the boards while the network is disturbed on a
 * schedule, and finds the setting that recovers best. It knows boards and clouds only through {@code run}.
 */
@NullMarked
package org.numakerbench.tune;

import org.jspecify.annotations.NullMarked;
