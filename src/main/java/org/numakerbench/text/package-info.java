/**
 * Text for people and machines outside: foreign text made harmless, and JSON as every output writes it. Ground that all rooms
 * stand on; knows nothing of the bench.
 */
@NullMarked
package org.numakerbench.text;

import org.jspecify.annotations.NullMarked;
