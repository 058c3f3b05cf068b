/**
 * Nightly plans: from a YAML file to the list of runs it asks for. Knows boards by name and target alone; starts nothing.
 */
@NullMarked
package org.numakerbench.lab.plan;

import org.jspecify.annotations.NullMarked;
