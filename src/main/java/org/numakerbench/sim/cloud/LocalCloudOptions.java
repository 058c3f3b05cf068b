package org.numakerbench.sim.cloud;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.CredentialStore.Serves;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How to start a local AWS IoT.
 *
 * @param directory where credentials and policies lie; made on first start. A policy is {@code device-policy.json} or
 *     {@code witness-policy.json} there, and may be edited between starts; of a resident cloud while it runs, too
 * @param bindHost address or name to listen on
 * @param mqttPort 0 for any free port
 * @param httpsPort 0 for any free port
 * @param alpnPort a port that serves MQTT and HTTPS by ALPN, as AWS does on 443; 0 for any free port; empty: none
 * @param refusedSubscriptionCloses what a subscription without permission gets: false, SUBACK 0x80 and the connection
 *     lives on; true, the end of the connection. AWS has been seen to do either
 * @param policies policy documents (JSON) that take the place of those in the directory
 * @param refusals is told of every request that is turned down, on the cloud's own thread
 * @param resident whether it serves its directory alone, and takes up what is changed there while it runs
 * @param serves whether clients without elliptic curves are served, too
 */
public record LocalCloudOptions(
        Path directory,
        String bindHost,
        int mqttPort,
        int httpsPort,
        OptionalInt alpnPort,
        boolean refusedSubscriptionCloses,
        Map<CertificateRole, String> policies,
        Consumer<Refused> refusals,
        boolean resident,
        Serves serves) {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCloudOptions.class);

    /** Keeps its own copy of the policies. */
    public LocalCloudOptions {
        policies = Map.copyOf(policies);
    }

    /** Loopback only, free ports, refused subscriptions get 0x80. */
    public static LocalCloudOptions in(Path directory) {
        return new LocalCloudOptions(
                directory,
                "127.0.0.1",
                0,
                0,
                OptionalInt.empty(),
                false,
                Map.of(),
                refused -> LOG.info("{}", refused.line()),
                false,
                Serves.MOST);
    }

    /** The same, listening there. */
    public LocalCloudOptions listeningOn(String host, int mqtt, int https) {
        return new LocalCloudOptions(
                directory,
                host,
                mqtt,
                https,
                alpnPort,
                refusedSubscriptionCloses,
                policies,
                refusals,
                resident,
                serves);
    }

    /** The same, with the other way of refusing a subscription. */
    public LocalCloudOptions closingOnRefusedSubscription() {
        return new LocalCloudOptions(
                directory, bindHost, mqttPort, httpsPort, alpnPort, true, policies, refusals, resident, serves);
    }

    /** The same, with these policies. */
    public LocalCloudOptions withPolicies(Map<CertificateRole, String> documents) {
        return new LocalCloudOptions(
                directory,
                bindHost,
                mqttPort,
                httpsPort,
                alpnPort,
                refusedSubscriptionCloses,
                documents,
                refusals,
                resident,
                serves);
    }

    /** The same, with a port for both protocols by ALPN. */
    public LocalCloudOptions withAlpn(int port) {
        return new LocalCloudOptions(
                directory,
                bindHost,
                mqttPort,
                httpsPort,
                OptionalInt.of(port),
                refusedSubscriptionCloses,
                policies,
                refusals,
                resident,
                serves);
    }

    /** The same, telling of refusals there and not in the log. */
    public LocalCloudOptions tellingOfRefusals(Consumer<Refused> listener) {
        return new LocalCloudOptions(
                directory,
                bindHost,
                mqttPort,
                httpsPort,
                alpnPort,
                refusedSubscriptionCloses,
                policies,
                listener,
                resident,
                serves);
    }

    /** The same, as the one cloud of its directory. */
    public LocalCloudOptions asResident() {
        return new LocalCloudOptions(
                directory,
                bindHost,
                mqttPort,
                httpsPort,
                alpnPort,
                refusedSubscriptionCloses,
                policies,
                refusals,
                true,
                serves);
    }

    /** The same, for clients without elliptic curves, too. */
    public LocalCloudOptions servingAllClients() {
        return new LocalCloudOptions(
                directory,
                bindHost,
                mqttPort,
                httpsPort,
                alpnPort,
                refusedSubscriptionCloses,
                policies,
                refusals,
                resident,
                Serves.ALL);
    }
}
