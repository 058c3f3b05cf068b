/**
 * One small rule per kind of claim: claim and timeline in, verdict, reason and evidence out. Adding a kind of claim means
 * adding a rule to {@code Rules}.
 */
@NullMarked
package org.numakerbench.crosscheck.rule;

import org.jspecify.annotations.NullMarked;
