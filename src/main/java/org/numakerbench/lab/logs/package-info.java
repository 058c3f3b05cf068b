/**
 * Evidence logs where a lab keeps them: beside the runs of this host, or in the database that several hosts share. What comes
 * out, and what goes to the database, has its secrets hidden; judging it again gives the same findings.
 */
@NullMarked
package org.numakerbench.lab.logs;

import org.jspecify.annotations.NullMarked;
