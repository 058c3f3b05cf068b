/** What the pages show, ready to be printed; the templates are in {@code src/main/jte/web}. */
@NullMarked
package org.numakerbench.web.page;

import org.jspecify.annotations.NullMarked;
