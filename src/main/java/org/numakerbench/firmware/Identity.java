package org.numakerbench.firmware;

/**
 * What is compiled into a firmware image: two boards with one identity must never run at once.
 *
 * @param thing AWS IoT thing name
 * @param clientId MQTT client ID
 * @param userTopic topic the device publishes to
 * @param userFilter filter the device subscribes to
 */
public record Identity(String thing, String clientId, String userTopic, String userFilter) {}
