/**
 * Firmware images and their manifests: what was built, for which target, with which identity.
 */
@NullMarked
package org.numakerbench.firmware;

import org.jspecify.annotations.NullMarked;
