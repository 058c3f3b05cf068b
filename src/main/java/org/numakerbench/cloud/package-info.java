/**
 * The witness: the host's own view of AWS IoT over standard MQTT, HTTPS and TLS. Works unchanged against the real
 * service and a local simulator. Records what it saw; judges nothing.
 */
@NullMarked
package org.numakerbench.cloud;

import org.jspecify.annotations.NullMarked;
