/**
 * What the bench saw for itself, in the order it saw it: the cloud's messages, lifecycle events and shadow reads, when
 * the witness was provably awake, and whether the wire is to be trusted. Pure folds over the evidence log.
 */
@NullMarked
package org.numakerbench.crosscheck.timeline;

import org.jspecify.annotations.NullMarked;
