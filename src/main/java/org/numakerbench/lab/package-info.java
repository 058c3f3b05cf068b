/**
 * Many boards, nightly plans, several hosts: what is to be run where, handed out one run a board at a time, and what came
 * of it by the morning. It runs nothing itself and judges nothing: {@code run} does, one board and one image at a time.
 */
@NullMarked
package org.numakerbench.lab;

import org.jspecify.annotations.NullMarked;
