/**
 * What a host does for a lab: it offers its boards, takes runs for them from the queue, one a board at a time, and tells how
 * each ended. Retries, quarantine and what is waited out are decided here.
 */
@NullMarked
package org.numakerbench.lab.agent;

import org.jspecify.annotations.NullMarked;
