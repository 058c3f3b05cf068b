/**
 * The HTTPS data plane of the local AWS IoT: the shadow calls.
 */
@NullMarked
package org.numakerbench.sim.cloud.rest;

import org.jspecify.annotations.NullMarked;
