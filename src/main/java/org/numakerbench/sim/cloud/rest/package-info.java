/**
 * The HTTPS data plane of the local AWS IoT: publishing, the shadow calls, retained messages.
 */
@NullMarked
package org.numakerbench.sim.cloud.rest;

import org.jspecify.annotations.NullMarked;
