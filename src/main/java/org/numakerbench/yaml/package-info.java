/**
 * Strict YAML: a tree that knows the line of every key, checked against a JSON Schema that is published for editors, with
 * errors a person can act on. Knows nothing of what the documents mean; bench profiles and firmware manifests share it.
 */
@NullMarked
package org.numakerbench.yaml;

import org.jspecify.annotations.NullMarked;
