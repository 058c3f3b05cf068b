/**
 * {@code bench cloud thing}, {@code certificate} and {@code job}: what is registered with a local AWS IoT, running or not.
 */
@NullMarked
package org.numakerbench.cli.cloud;

import org.jspecify.annotations.NullMarked;
