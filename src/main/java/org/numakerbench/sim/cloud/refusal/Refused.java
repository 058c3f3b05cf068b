package org.numakerbench.sim.cloud.refusal;

import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request that was turned down: who asked for what, what it got, why, and what would make it work.
 *
 * @param client who asked
 * @param subject the topic, filter, client ID or request line; may be empty
 * @param answer what the client saw, in the words of its protocol
 * @param remedy what its user may change
 */
public record Refused(Asked asked, Client client, String subject, String answer, String why, String remedy) {

    /** What kind of request. */
    public enum Asked {
        /** A TLS handshake. */
        TLS,
        /** MQTT CONNECT. */
        CONNECT,
        /** MQTT PUBLISH, or a will. */
        PUBLISH,
        /** MQTT SUBSCRIBE. */
        SUBSCRIBE,
        /** Any other MQTT packet. */
        PACKET,
        /** A message on its way to a client that does not take it. */
        DELIVERY,
        /** An HTTPS request. */
        REST
    }

    /**
     * Who asked.
     *
     * @param id MQTT's client ID; empty before CONNECT and over HTTPS
     * @param certificate whose certificate it showed, and its ID; empty when none was accepted
     * @param address IP address
     */
    public record Client(String id, String certificate, String address) {}

    /** One line for people. */
    public String line() {
        StringBuilder line = new StringBuilder("refused ").append(asked);
        quoted(line, " ", subject);
        quoted(line, " of client ", client.id());
        String certificate = client.certificate().isEmpty() ? "no accepted certificate" : client.certificate();
        line.append(" (")
                .append(certificate)
                .append(", ")
                .append(client.address())
                .append("): ")
                .append(why)
                .append("; answered with ")
                .append(answer);
        if (!remedy.isEmpty()) {
            line.append(". To make it work: ").append(remedy);
        }
        return onOneLine(line.toString());
    }

    /** One line for machines. */
    public String json() {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("refused", asked.name().toLowerCase(Locale.ROOT))
                .put("subject", subject)
                .put("clientId", client.id())
                .put("certificate", client.certificate())
                .put("address", client.address())
                .put("answer", answer)
                .put("why", why)
                .put("remedy", remedy);
        return object.toString();
    }

    private static void quoted(StringBuilder line, String before, String text) {
        if (!text.isEmpty()) {
            line.append(before).append('\'').append(text).append('\'');
        }
    }

    /** What a client sends must not start a line of its own. */
    private static String onOneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
