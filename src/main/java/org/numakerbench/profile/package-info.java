/**
 * Bench profiles: YAML to validated records, every error with file, line, key, what is wrong and what would be right.
 * Secrets are paths here, never values.
 */
@NullMarked
package org.numakerbench.profile;

import org.jspecify.annotations.NullMarked;
