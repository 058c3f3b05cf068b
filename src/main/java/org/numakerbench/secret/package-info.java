/**
 * What must not leave the bench, and how it is hidden: private keys in any form, passwords, and what a profile adds. Text
 * is hidden where it leaves, whatever it was; each character becomes an asterisk, so that lengths and places stay. All of
 * it runs in time linear in the text. Knows nothing of what texts mean.
 */
@NullMarked
package org.numakerbench.secret;

import org.jspecify.annotations.NullMarked;
