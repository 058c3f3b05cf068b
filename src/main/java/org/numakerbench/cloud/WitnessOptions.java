package org.numakerbench.cloud;

import java.util.List;

/**
 * Whom to watch, and as whom.
 *
 * @param alpn send AWS's ALPN names: {@code x-amzn-mqtt-ca} and {@code x-amzn-http-ca}, needed on port 443
 * @param clientId the witness's own; another than the device's
 * @param thing whose shadow to watch
 * @param deviceClientId whose lifecycle events to watch
 * @param userFilter the device's own filter for the user topic
 * @param ownFilters of what else the user's own firmware speaks of
 */
public record WitnessOptions(
        String host,
        int mqttPort,
        int httpsPort,
        boolean alpn,
        String clientId,
        Credentials credentials,
        String thing,
        String deviceClientId,
        String userFilter,
        List<String> ownFilters) {
    public WitnessOptions {
        ownFilters = List.copyOf(ownFilters);
    }

    /** Of the example firmware, which has the user's topic and its shadow's. */
    public WitnessOptions(
            String host,
            int mqttPort,
            int httpsPort,
            boolean alpn,
            String clientId,
            Credentials credentials,
            String thing,
            String deviceClientId,
            String userFilter) {
        this(host, mqttPort, httpsPort, alpn, clientId, credentials, thing, deviceClientId, userFilter, List.of());
    }
}
