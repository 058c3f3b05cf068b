package org.numakerbench.sim.cloud.tls;

import java.security.cert.CertificateException;

/** A client's certificate that is not taken, and what would change that. The client sees the alert certificate_unknown. */
public final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    RefusedCertificateException(String why, String remedy) {
        super(why);
        this.remedy = remedy;
    }

    /** What its user may change. */
    public String remedy() {
        return remedy;
    }
}
