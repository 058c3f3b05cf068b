package org.numakerbench.web.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/** The secret that lets people in. Only its digest is kept, and compared in a time that tells nothing of it. */
public final class Token {
    /** Shorter ones can be guessed. */
    public static final int SHORTEST = 16;

    private static final int LONGEST = 1024;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.complementOf(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

    private final byte[] digest;

    private Token(String secret) {
        this.digest = digest(secret);
    }

    /**
     * Reads the first line of {@code file}.
     *
     * @throws BadTokenException in words: others may read the file, or what is in it is too short
     */
    public static Token read(Path file) throws BadTokenException {
        String secret;
        try {
            if (!Files.isRegularFile(file)) {
                throw new BadTokenException("--token-file " + file + ": no such file; make it: (umask 077; openssl rand"
                        + " -hex 32 > " + file + ")");
            }
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
                if (mode.stream().anyMatch(OTHERS::contains)) {
                    throw new BadTokenException("--token-file " + file + ": its mode is "
                            + PosixFilePermissions.toString(mode) + ", others could read it; chmod 600 " + file);
                }
            }
            if (Files.size(file) > LONGEST) {
                throw new BadTokenException(
                        "--token-file " + file + ": longer than " + LONGEST + " bytes; it holds one line, the token");
            }
            secret = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException unreadable) {
            throw new BadTokenException(
                    "--token-file " + file + ": cannot be read as text; check its permissions", unreadable);
        }
        if (secret.length() < SHORTEST) {
            throw new BadTokenException("--token-file " + file + ": the token has " + secret.length()
                    + " characters; it needs " + SHORTEST + " or more: openssl rand -hex 32");
        }
        return new Token(secret);
    }

    /** Whether {@code given} is the token. */
    public boolean matches(String given) {
        return MessageDigest.isEqual(digest, digest(given));
    }

    private static byte[] digest(String text) {
        return DigestUtils.sha256(text);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "a token";
    }
}
