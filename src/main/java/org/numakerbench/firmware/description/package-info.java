/**
 * Descriptions of users' own firmware as YAML files: what a person writes, and where in his file a mistake is. What the
 * patterns mean is known to {@code uart}.
 */
@NullMarked
package org.numakerbench.firmware.description;

import org.jspecify.annotations.NullMarked;
