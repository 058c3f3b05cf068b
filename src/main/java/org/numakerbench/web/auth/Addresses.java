package org.numakerbench.web.auth;

/** Where somebody connects from, as far as it tells people apart. */
public final class Addresses {
    private Addresses() {}

    /** One who has an IPv6 address has 2^64 of them; the network they are of. An IPv4 address stays as it is. */
    public static String network(String address) {
        int colons = 0;
        for (int i = 0; i < address.length(); i++) {
            colons += address.charAt(i) == ':' ? 1 : 0;
            if (colons == 4) {
                return address.substring(0, i);
            }
        }
        return address;
    }
}
