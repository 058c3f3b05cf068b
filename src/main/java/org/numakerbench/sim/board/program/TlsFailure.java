package org.numakerbench.sim.board.program;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** A failed TLS call in Mbed TLS's words: which call, which code, what text. */
final class TlsFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int code;

    private TlsFailure(String call, int code, String text, Throwable cause) {
        super(text, cause);
        this.call = call;
        this.code = code;
    }

    /** One of the two parse calls failed; the code is what Mbed TLS gives for bytes it cannot read. */
    static TlsFailure certificateUnreadable(Throwable cause) {
        return new TlsFailure(
                "mbedtls_x509_crt_parse",
                -0x2180,
                "X509 - The CRT/CRL/CSR format is invalid, e.g. different type expected",
                cause);
    }

    static TlsFailure keyUnreadable(Throwable cause) {
        return new TlsFailure("mbedtls_pk_parse_key", -0x3d00, "PK - Invalid key tag or value", cause);
    }

    /** Translates what Java says about a failed handshake. */
    static TlsFailure ofHandshake(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return handshake(
                        -0x2700,
                        "X509 - Certificate verification failed, e.g. CRL, CA or signature check failed",
                        failure);
            }
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains("fatal alert")) {
            return handshake(-0x7780, "SSL - A fatal alert message was received from our peer", failure);
        }
        if (failure instanceof EOFException || message.contains("terminated the handshake")) {
            return handshake(-0x7280, "SSL - The connection indicated an EOF", failure);
        }
        if (failure instanceof SSLException && !(failure.getCause() instanceof SocketException)) {
            return handshake(-0x7200, "SSL - An invalid SSL record was received", failure);
        }
        return handshake(-0x0001, "UNKNOWN ERROR CODE (0001)", failure);
    }

    private static TlsFailure handshake(int code, String text, Throwable cause) {
        return new TlsFailure("mbedtls_ssl_handshake", code, text, cause);
    }

    int code() {
        return code;
    }

    /** The firmware's error line, {@code mbedtls_utils.h}. */
    String line() {
        return String.format(Locale.ROOT, "%s() failed: -0x%04x (%d): %s\r\n", call, -code, code, getMessage());
    }
}
