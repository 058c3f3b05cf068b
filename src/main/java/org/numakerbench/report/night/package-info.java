/**
 * What a night leaves behind: the morning page, JSON, JUnit, the text of {@code bench nightly report}, and a message to a
 * chat. All of them read one {@link org.numakerbench.lab.night.NightReport} and judge nothing.
 */
@NullMarked
package org.numakerbench.report.night;

import org.jspecify.annotations.NullMarked;
