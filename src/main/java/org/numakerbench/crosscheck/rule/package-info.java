/**
 * One small rule per kind of claim: claim and timeline in; verdict, reason, evidence, and what of it is used up, out. Rules
 * only read. Adding a kind of claim means adding a rule to {@code Rules}.
 */
@NullMarked
package org.numakerbench.crosscheck.rule;

import org.jspecify.annotations.NullMarked;
