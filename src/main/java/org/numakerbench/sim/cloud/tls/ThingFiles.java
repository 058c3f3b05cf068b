package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.numakerbench.files.OwnersOnly;

/** The certificate, key and public key that the bench makes for a thing: {@code things/NAME/NAME.crt.pem} and so on. */
public final class ThingFiles {
    private final Path directory;
    private final String thing;

    /**
     * Names the files; nothing is made.
     *
     * @param directory the cloud's
     */
    public ThingFiles(Path directory, String thing) {
        this.directory = directory;
        this.thing = thing;
    }

    String thing() {
        return thing;
    }

    /** Where the certificate lies. */
    public Path certificate() {
        return directory.resolve(name(".crt.pem"));
    }

    /** Where the private key lies, 0600. */
    public Path key() {
        return directory.resolve(name(".key.pem"));
    }

    void write(CertifiedKey made) throws IOException {
        PemFiles files = new PemFiles(directory);
        for (String kind : new String[] {".crt.pem", ".key.pem", ".pub.pem"}) {
            // A key that was made is never made anew: a board may have it.
            if (files.exists(name(kind))) {
                throw new UnusableFileException(
                        directory.resolve(name(kind)), "is there already", "move it away, or register its certificate");
            }
        }
        Files.createDirectories(
                directory.resolve("things").resolve(thing), OwnersOnly.creatingClosedDirectory(directory));
        files.write(name(".crt.pem"), name(".key.pem"), made);
        files.writePublicKey(name(".pub.pem"), made);
    }

    private String name(String kind) {
        return "things/" + thing + "/" + thing + kind;
    }

    /**
     * A user's certificate.
     *
     * @throws UnusableFileException when the file does not hold one
     */
    public static X509Certificate certificate(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        try {
            return new PemFiles(absolute.getParent()).certificate(String.valueOf(absolute.getFileName()));
        } catch (UnreadablePemException e) {
            throw new UnusableFileException(file, e.fault(), "name a certificate in PEM");
        }
    }

    /** A certificate as PEM. */
    public static String pem(X509Certificate certificate) throws IOException {
        return PemFiles.pem(certificate);
    }
}
