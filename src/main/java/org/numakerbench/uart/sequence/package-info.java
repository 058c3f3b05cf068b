/**
 * Which line of the firmware follows which: the sequence is a text in a resource file, and a walk along it names what had
 * to come and did not, came twice or came elsewhere. It knows claims, and nothing of what is true of them.
 */
@NullMarked
package org.numakerbench.uart.sequence;

import org.jspecify.annotations.NullMarked;
