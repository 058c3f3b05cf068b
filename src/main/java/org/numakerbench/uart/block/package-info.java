/**
 * Claims of several lines: certificates, HTTP texts, crash dumps, payloads. Each block takes lines until it knows its end,
 * and gives back those that turn out not to be its own.
 */
@NullMarked
package org.numakerbench.uart.block;

import org.jspecify.annotations.NullMarked;
