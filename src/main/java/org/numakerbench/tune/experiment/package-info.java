/** Experiment files: YAML to validated records, and the settings that factors and constraints make. */
@NullMarked
package org.numakerbench.tune.experiment;

import org.jspecify.annotations.NullMarked;
