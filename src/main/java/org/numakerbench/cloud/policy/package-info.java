/**
 * AWS IoT policies: read, ask what they allow, compare with what a run needs, write those that allow just that. Pure.
 * Source: AWS IoT Core Developer Guide, "AWS IoT Core policies" and the pages below it.
 */
@NullMarked
package org.numakerbench.cloud.policy;

import org.jspecify.annotations.NullMarked;
