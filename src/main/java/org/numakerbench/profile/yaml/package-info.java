/** Strict YAML: a tree that knows the line of every key, checked against a published JSON Schema, all errors at once. */
@NullMarked
package org.numakerbench.profile.yaml;

import org.jspecify.annotations.NullMarked;
