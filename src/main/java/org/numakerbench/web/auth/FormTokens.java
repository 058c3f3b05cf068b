package org.numakerbench.web.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What a form must send back: it goes with one cookie, and no other site can read or make it. */
public final class FormTokens {
    private final byte[] key = Digests.randomKey();

    /** The token that goes with {@code cookie}. */
    public String of(String cookie) {
        return Digests.text(Digests.hmac(key, cookie));
    }

    public boolean fits(String cookie, String given) {
        return !cookie.isEmpty()
                && MessageDigest.isEqual(
                        of(cookie).getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    /** A new cookie for somebody who has no session. */
    public String newCookie() {
        return Digests.random();
    }
}
