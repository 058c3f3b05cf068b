/** Who may look: the token, sessions, where a request comes from, and what browsers are told to refuse. */
@NullMarked
package org.numakerbench.web.auth;

import org.jspecify.annotations.NullMarked;
