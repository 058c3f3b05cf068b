package org.numakerbench.sim.cloud.tls;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.GeneralName;

/** The names under which clients reach the server: they must stand in its certificate. */
public final class ServerNames {
    private ServerNames() {}

    /** Loopback always; the bind address too; with a wildcard address every address this host has. */
    static Set<String> forHost(String bindHost) {
        Set<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
        try {
            InetAddress address = InetAddress.getByName(bindHost);
            if (address.isAnyLocalAddress()) {
                NetworkInterface.networkInterfaces()
                        .flatMap(each -> each.getInterfaceAddresses().stream())
                        .map(InterfaceAddress::getAddress)
                        .forEach(each -> names.add(text(each)));
                names.add(InetAddress.getLocalHost().getHostName());
            } else {
                names.add(isAddress(bindHost) ? text(address) : bindHost);
            }
        } catch (UnknownHostException | SocketException e) {
            // The loopback names do; binding to the host will say what is wrong with it.
            return names;
        }
        return names;
    }

    static List<GeneralName> alternativeNames(Collection<String> names) {
        return names.stream()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toList();
    }

    static boolean covers(X509Certificate certificate, Collection<String> names) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return false;
        }
        Set<Object> present = new TreeSet<>();
        alternatives.forEach(each -> present.add(each.get(1)));
        return present.containsAll(names);
    }

    /**
     * Whether a client may ask for this name by SNI. An address is none (RFC 6066, 3), though small clients send it.
     *
     * @param certificate what the server shows; one that names no host serves any
     */
    public static boolean mayBeAsked(X509Certificate certificate, String name) {
        if (isAddress(name)) {
            return true;
        }
        List<String> served = hosts(certificate);
        return served.isEmpty()
                || served.stream()
                        .anyMatch(each -> each.startsWith("*.")
                                ? name.indexOf('.') > 0
                                        && name.substring(name.indexOf('.')).equalsIgnoreCase(each.substring(1))
                                : each.equalsIgnoreCase(name));
    }

    /** The host names in a server's certificate. */
    public static List<String> hosts(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream()
                            .filter(each -> each.get(0).equals(GeneralName.dNSName))
                            .map(each -> String.valueOf(each.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            // It cannot be checked by a client either, and the client says so.
            return List.of();
        }
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
