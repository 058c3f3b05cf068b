/** Where a setting's image comes from: built with its macros in {@code mbed_app.json}, or found among the images. */
@NullMarked
package org.numakerbench.tune.build;

import org.jspecify.annotations.NullMarked;
