/** numaker-bench: a board claims on its UART, the bench gathers evidence from AWS IoT, a verdict is a pure function of the two. */
@org.jspecify.annotations.NullMarked
package org.numakerbench;
