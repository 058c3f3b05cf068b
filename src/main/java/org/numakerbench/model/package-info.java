/** The words that every room shares, as types: outcome, verdict, owner, stage, limit, step, failure, measurement. */
@NullMarked
package org.numakerbench.model;

import org.jspecify.annotations.NullMarked;
