package org.numakerbench.cloud;

/**
 * Whom to watch, and as whom.
 *
 * @param alpn send AWS's ALPN names: {@code x-amzn-mqtt-ca} and {@code x-amzn-http-ca}, needed on port 443
 * @param clientId the witness's own; another than the device's
 * @param thing whose shadow to watch
 * @param deviceClientId whose lifecycle events to watch
 * @param userFilter the device's own filter for the user topic
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
        String userFilter) {}
