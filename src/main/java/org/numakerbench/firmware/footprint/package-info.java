/**
 * What an image takes of RAM and flash before it runs, by module, as the linker's map file says. Pure: text in, figures
 * out; knows nothing of images and manifests.
 */
@NullMarked
package org.numakerbench.firmware.footprint;

import org.jspecify.annotations.NullMarked;
