/**
 * What a night came to: its runs with every attempt, one word each, and what is new since the night before. Values and
 * pure functions of them; no database, no clock.
 */
@NullMarked
package org.numakerbench.lab.night;

import org.jspecify.annotations.NullMarked;
