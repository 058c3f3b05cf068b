/**
 * The things, certificates and policies that users add to the local AWS IoT, as they lie in its directory. Knows nothing of
 * connections: what a running cloud makes of it is the cloud's.
 */
@NullMarked
package org.numakerbench.sim.cloud.registry;

import org.jspecify.annotations.NullMarked;
