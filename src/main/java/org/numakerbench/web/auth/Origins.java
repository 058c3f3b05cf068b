package org.numakerbench.web.auth;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a request comes from, by what browsers say of it. */
public final class Origins {
    private static final Pattern LOOPBACK = Pattern.compile(
            "(?:localhost|(?:[a-z0-9-]+\\.)*localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])\\.?(?::[0-9]{1,5})?");

    private Origins() {}

    /**
     * Whether the {@code Host} header names this very host. A page of another site can make its own name point to
     * 127.0.0.1 and then read what is served here; its name is still in this header.
     */
    public static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Whether a form was sent from a page of this server. At least one of the two headers must say so, and none may say
     * otherwise. Schemes are not compared: behind a proxy that ends TLS they differ.
     */
    public static boolean isSame(@Nullable String host, @Nullable String origin, @Nullable String fetchSite) {
        if (host == null || origin == null && fetchSite == null) {
            return false;
        }
        if (fetchSite != null && !fetchSite.equals("same-origin")) {
            return false;
        }
        return origin == null ? true : host.equalsIgnoreCase(authority(origin));
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException noOrigin) {
            return "";
        }
    }
}
