package org.numakerbench.secret;

import java.nio.charset.StandardCharsets;

/**
 * Recognises a private key by how its base64 begins. A certificate, a public key and a signing request begin otherwise: the
 * first element of theirs is no version number.
 */
final class Base64Header {
    /** Characters that are looked at, at most: the base64 of {@code -----BEGIN ENCRYPTED PRIVATE KEY}. */
    static final int LONGEST = 48;
    /** No key, of any kind in use, is longer: RSA with 16384 bits, as PEM, in base64 once more. */
    static final int LONGEST_KEY = 24 * 1024;

    private static final String ARMOUR = "LS0tLS1CRUdJTi";
    private static final String OPENSSH = "b3BlbnNzaC1rZXktdjE";
    /** Versions of PKCS#1, PKCS#8, SEC 1 and PKCS#12. */
    private static final String VERSIONS = "\0\1\3";
    /** What follows: the modulus (PKCS#1), the algorithm (PKCS#8) or content (PKCS#12), the key itself (SEC 1). */
    private static final String NEXT = "\u0002\u0030\u0004";
    /** Encryption by PKCS#5 and PKCS#12, of an encrypted PKCS#8 key, begins so; 1 would be a public key's PKCS#1. */
    private static final int[] RSA_LABS = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01};

    private static final String ENCRYPTION = "\u0005\u000c";

    private Base64Header() {}

    /** What a digit stands for; -1 for other characters. The URL-safe digits count, too. */
    static int digit(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }

    /**
     * Looks whether a key begins exactly {@code length} digits before the end of {@code digits}.
     *
     * @return digits of the whole key; 0 when none begins there
     */
    static int key(Digits digits, int length) {
        char first = digits.fromEnd(length);
        if (first == 'M') {
            return switch (length) {
                case 8, 10, 11 -> der(digits, length);
                case 20, 22 -> encrypted(digits, length);
                default -> 0;
            };
        }
        if (first == 'b' && length == OPENSSH.length()) {
            return digits.last(length).equals(OPENSSH) ? LONGEST_KEY : 0;
        }
        if (first == 'L' && length == LONGEST) {
            String all = digits.last(length);
            return all.startsWith(ARMOUR)
                            && new String(decode(all), StandardCharsets.ISO_8859_1).contains("PRIVATE KEY")
                    ? LONGEST_KEY
                    : 0;
        }
        return 0;
    }

    /** {@code SEQUENCE { INTEGER version, ...}}, its length in the form that has this many digits. */
    private static int der(Digits digits, int length) {
        byte[] bytes = decode(digits.last(length));
        int header = header(bytes);
        if (header == 0 || digitsOf(header + 4) != length || bytes[header] != 2 || bytes[header + 1] != 1) {
            return 0;
        }
        boolean key = VERSIONS.indexOf(bytes[header + 2]) >= 0 && NEXT.indexOf(bytes[header + 3]) >= 0;
        return key ? digitsOf(header + contentBytes(bytes)) : 0;
    }

    /** {@code SEQUENCE { SEQUENCE { OID of an encryption, ...}, ...}}. */
    private static int encrypted(Digits digits, int length) {
        byte[] bytes = decode(digits.last(length));
        int header = header(bytes);
        int oid = header + 4;
        int last = oid + RSA_LABS.length;
        if (header == 0 || digitsOf(last + 1) != length || bytes[header] != 0x30 || bytes[header + 2] != 6) {
            return 0;
        }
        for (int i = 0; i < RSA_LABS.length; i++) {
            if ((bytes[oid + i] & 0xff) != RSA_LABS[i]) {
                return 0;
            }
        }
        return ENCRYPTION.indexOf(bytes[last]) >= 0 ? digitsOf(header + contentBytes(bytes)) : 0;
    }

    /** Bytes of a SEQUENCE's tag and length; 0 when there is none of a size that a key has. */
    private static int header(byte[] bytes) {
        int form = bytes[1] & 0xff;
        int header = form < 0x80 ? 2 : form == 0x81 ? 3 : form == 0x82 ? 4 : 0;
        return bytes[0] == 0x30 && header > 0 && contentBytes(bytes) >= 32 && contentBytes(bytes) < LONGEST_KEY / 2
                ? header
                : 0;
    }

    private static int contentBytes(byte[] bytes) {
        int form = bytes[1] & 0xff;
        return form < 0x80 ? form : form == 0x81 ? bytes[2] & 0xff : (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }

    private static int digitsOf(int bytes) {
        return (bytes * 4 + 2) / 3;
    }

    private static byte[] decode(String digits) {
        byte[] bytes = new byte[digits.length() * 3 / 4];
        int bits = 0;
        int have = 0;
        int at = 0;
        for (int i = 0; i < digits.length() && at < bytes.length; i++) {
            bits = bits << 6 | digit(digits.charAt(i));
            have += 6;
            if (have >= 8) {
                have -= 8;
                bytes[at++] = (byte) (bits >> have);
            }
        }
        return bytes;
    }
}
