package org.numakerbench.sim.cloud.tls;

import java.nio.file.Path;

/**
 * Where the credentials of the local AWS IoT lie: PEM files in one directory (0700), keys with mode 0600.
 *
 * @param ca certificate of the authority that signed the server's and both clients' certificates
 */
public record Credentials(
        Path ca,
        Path deviceCertificate,
        Path deviceKey,
        Path devicePublicKey,
        Path witnessCertificate,
        Path witnessKey,
        Path witnessPublicKey) {

    static Credentials in(Path directory) {
        return new Credentials(
                directory.resolve("ca.pem"),
                directory.resolve("device.crt.pem"),
                directory.resolve("device.key.pem"),
                directory.resolve("device.pub.pem"),
                directory.resolve("witness.crt.pem"),
                directory.resolve("witness.key.pem"),
                directory.resolve("witness.pub.pem"));
    }
}
