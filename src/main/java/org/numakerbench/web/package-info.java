/**
 * The live dashboard: what a lab does and did, for browsers. It only looks: all it shows comes from the lab's database, the
 * history, the images and the evidence logs, judged by the same judge as everything else, and it changes none of them.
 */
@NullMarked
package org.numakerbench.web;

import org.jspecify.annotations.NullMarked;
