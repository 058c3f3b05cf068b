/**
 * What a description expects of a boot, held against what was heard: findings, and whether the device is to blame. It is only where
 * the wire is whole at that place, the host was not stalled, and the bench did what it had to do. Pure.
 */
@NullMarked
package org.numakerbench.crosscheck.expect;

import org.jspecify.annotations.NullMarked;
