/** One run's reports: JSON, JUnit XML, one-file HTML, the timestamped UART log, the terminal summary. */
@NullMarked
package org.numakerbench.report.run;

import org.jspecify.annotations.NullMarked;
