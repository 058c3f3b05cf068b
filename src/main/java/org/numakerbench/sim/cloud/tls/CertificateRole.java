package org.numakerbench.sim.cloud.tls;

import java.util.Locale;

/** Whose certificate it is: each has its own policy. */
public enum CertificateRole {
    /** The board under test. RSA 2048, as AWS IoT issues it. */
    DEVICE,
    /** The bench's own observer. EC P-256, so that both kinds of client key are in use. */
    WITNESS;

    /** As file names have it. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
