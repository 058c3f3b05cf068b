package org.numakerbench.sim.cloud.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;

/** What CONNACK says of AWS (Developer Guide, "MQTT 5 properties"); the codec leaves it out of MQTT 3.1.1's. */
final class Capabilities {
    private final MqttProperties said = new MqttProperties();

    private Capabilities() {}

    /** For a CONNECT that is taken. */
    static MqttProperties of(ConnectRequest request) {
        Capabilities all = new Capabilities();
        all.say(MqttProperties.SESSION_EXPIRY_INTERVAL, (int)
                request.sessionKept().toSeconds());
        all.say(MqttProperties.RECEIVE_MAXIMUM, Limits.UNACKNOWLEDGED);
        all.say(MqttProperties.MAXIMUM_QOS, 1);
        all.say(MqttProperties.RETAIN_AVAILABLE, 1);
        all.say(MqttProperties.MAXIMUM_PACKET_SIZE, Limits.PACKET_BYTES);
        all.say(MqttProperties.TOPIC_ALIAS_MAXIMUM, Limits.TOPIC_ALIASES);
        all.say(MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, 1);
        all.say(MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
        all.say(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 1);
        int keepAlive = Limits.keepAliveSeconds(request.keepAliveSeconds());
        if (keepAlive != request.keepAliveSeconds()) {
            all.say(MqttProperties.SERVER_KEEP_ALIVE, keepAlive);
        }
        if (request.assigned()) {
            all.said.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, request.clientId()));
        }
        return all.said;
    }

    private void say(int property, int value) {
        said.add(new IntegerProperty(property, value));
    }
}
