/**
 * What people and CI systems look at: a room for each thing that has a report, and here what they share. Only reads;
 * everything from a device or a cloud is escaped.
 */
@NullMarked
package org.numakerbench.report;

import org.jspecify.annotations.NullMarked;
