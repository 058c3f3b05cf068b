/** From a profile to live boards and simulators, and one recorded run of them: what commands, labs and experiments share. */
@NullMarked
package org.numakerbench.bench;

import org.jspecify.annotations.NullMarked;
