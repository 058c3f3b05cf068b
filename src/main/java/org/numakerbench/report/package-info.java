/**
 * What people and CI systems read: JSON, JUnit XML, one-file HTML, the timestamped UART log, the terminal summary.
 * Only reads; everything from a device or a cloud is escaped.
 */
@NullMarked
package org.numakerbench.report;

import org.jspecify.annotations.NullMarked;
