/**
 * The lab's database: nights and their items, attempts, boards, leases, and what other hosts send. The same statements on
 * SQLite, for one host, and on PostgreSQL, for several.
 */
@NullMarked
package org.numakerbench.lab.store;

import org.jspecify.annotations.NullMarked;
