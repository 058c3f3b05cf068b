/**
 * The figures of a run as measurements: how long what took, how much memory is used. Each follows from claims and evidence; it
 * says nothing of whether they are good.
 */
@NullMarked
package org.numakerbench.crosscheck.measure;

import org.jspecify.annotations.NullMarked;
