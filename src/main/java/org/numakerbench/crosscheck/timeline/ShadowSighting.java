package org.numakerbench.crosscheck.timeline;

/**
 * A REST read of the shadow by the witness.
 *
 * @param askedSeq entry of the question: the answer shows the shadow at some moment after it
 */
public record ShadowSighting(long seq, long askedSeq, int status, String body) {}
