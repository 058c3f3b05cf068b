/**
 * The history's database: a SQLite file beside the runs, or PostgreSQL for several benches; one schema, one set of
 * migrations, the same statements. It knows rows and no statistics.
 */
@NullMarked
package org.numakerbench.history.store;

import org.jspecify.annotations.NullMarked;
