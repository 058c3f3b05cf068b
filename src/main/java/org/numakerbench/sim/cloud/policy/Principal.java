package org.numakerbench.sim.cloud.policy;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.tls.KnownCertificates;

/**
 * Who is on the other end of a TLS connection.
 *
 * @param name whose certificate it is, for people
 * @param id AWS IoT's certificate ID
 * @param address the peer's IP address
 * @param attributes what its certificate and address contribute to policy variables, names in lower case
 */
public record Principal(String name, String id, String address, Map<String, List<String>> attributes) {
    // Developer Guide, "X.509 certificate policy variables"
    private static final Map<String, String> PARTS = Map.of(
            "CN", "commonname",
            "C", "country",
            "O", "organization",
            "OU", "organizationalunit",
            "ST", "state",
            "L", "localityname");

    private static final int SHORT_ID = 12;

    /** Reads what policies can ask of a certificate. */
    public static Principal of(String name, X509Certificate certificate, String address) {
        Map<String, List<String>> attributes = new HashMap<>();
        attributes.put("aws:sourceip", List.of(address));
        attributes.put("iot:domainname", List.of("localhost"));
        attributes.put(
                "iot:certificate.serialnumber",
                List.of(certificate.getSerialNumber().toString(16)));
        name("iot:certificate.subject.", certificate.getSubjectX500Principal(), attributes);
        name("iot:certificate.issuer.", certificate.getIssuerX500Principal(), attributes);
        return new Principal(name, KnownCertificates.principalOf(certificate), address, Map.copyOf(attributes));
    }

    /** How a refusal names it, with its MQTT client ID or without one. */
    public Refused.Client client(String clientId) {
        return new Refused.Client(
                clientId, name + " certificate " + id.substring(0, Math.min(SHORT_ID, id.length())), address);
    }

    private static void name(String prefix, X500Principal name, Map<String, List<String>> attributes) {
        try {
            for (Rdn part : new LdapName(name.getName()).getRdns()) {
                String variable = PARTS.get(part.getType().toUpperCase(Locale.ROOT));
                if (variable != null) {
                    attributes.putIfAbsent(prefix + variable, List.of(String.valueOf(part.getValue())));
                }
            }
        } catch (InvalidNameException e) {
            throw new IllegalStateException("a parsed certificate has an RFC 2253 name", e);
        }
    }
}
