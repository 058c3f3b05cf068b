package org.numakerbench.cloud;

import java.util.List;

/** The credentials as the C string literals of the firmware's sources, byte for byte with LF line ends. */
public final class CredentialLiterals {
    /** Which source file the literals are for. */
    public enum Layout {
        /** {@code main.cpp}, to Mbed OS 5.15. */
        MAIN("SSL_CA_CERT_PEM", "SSL_USER_CERT_PEM", "SSL_USER_PRIV_KEY_PEM"),
        /** {@code configs/awsiot_credentials.h}, Mbed CE. */
        CONFIGS("AWSIOT_ROOTCA_CERT", "AWSIOT_DEVICE_CERT", "AWSIOT_DEVICE_PRIVKEY");

        private final String ca;
        private final String certificate;
        private final String privateKey;

        Layout(String ca, String certificate, String privateKey) {
            this.ca = ca;
            this.certificate = certificate;
            this.privateKey = privateKey;
        }
    }

    private CredentialLiterals() {}

    /**
     * Three definitions. The text holds the private key.
     *
     * @throws CredentialException when a file cannot be read or is damaged
     */
    public static String of(CredentialFiles files, Layout layout) throws CredentialException {
        return definition(layout.ca, PemFile.read(files.ca()).blocks())
                + "\n"
                + definition(
                        layout.certificate, PemFile.read(files.certificate()).blocks())
                + "\n"
                + definition(layout.privateKey, PemFile.read(files.privateKey()).blocks());
    }

    private static String definition(String name, List<String> lines) {
        StringBuilder text = new StringBuilder("const char " + name + "[] = ");
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? "" : "\n    ")
                    .append('"')
                    .append(lines.get(i).replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\\n\"");
        }
        return text.append(";\n").toString();
    }
}
