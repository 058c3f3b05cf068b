/**
 * Claims against evidence: one small rule per kind of claim, each giving a verdict, a reason and the evidence it rests
 * on; then the outcome of the run. Pure: no I/O, no clock, no thread; time enters as the log's own timestamps.
 */
@NullMarked
package org.numakerbench.crosscheck;

import org.jspecify.annotations.NullMarked;
