/**
 * What changes while somebody looks: one reader of the lab and one a run, shared by all who watch, and a stream of
 * server-sent events to each of them.
 */
@NullMarked
package org.numakerbench.web.live;

import org.jspecify.annotations.NullMarked;
