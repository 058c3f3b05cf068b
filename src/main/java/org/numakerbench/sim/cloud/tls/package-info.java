/**
 * Credentials of the local AWS IoT: an own certificate authority, server, device and witness certificates, and who may connect.
 */
@NullMarked
package org.numakerbench.sim.cloud.tls;

import org.jspecify.annotations.NullMarked;
