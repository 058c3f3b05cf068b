package org.numakerbench.sim.cloud.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.numakerbench.sim.cloud.policy.AccessControl.Permissions;

/** What one client subscribes to, and the rules for it. */
final class Subscribing {
    /**
     * What became of a SUBSCRIBE.
     *
     * @param codes one for each filter, in order
     * @param granted the filters that count now
     * @param retained those of them that want their retained message
     */
    record Outcome(List<ReasonCode> codes, List<String> granted, List<MqttTopicSubscription> retained) {}

    private final Broker broker;
    private final Permissions permissions;
    private final boolean mqtt5;

    Subscribing(Broker broker, Permissions permissions, boolean mqtt5) {
        this.broker = broker;
        this.permissions = permissions;
        this.mqtt5 = mqtt5;
    }

    /**
     * Subscribes to every filter that the client may have.
     *
     * @param refused is told of each of the others
     * @throws RefusedException when the packet as a whole is not taken
     */
    Outcome subscribe(Session session, MqttSubscribeMessage packet, Consumer<RefusedException> refused)
            throws RefusedException {
        List<MqttTopicSubscription> asked = packet.payload().topicSubscriptions();
        checkPacket(packet, asked);
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (MqttTopicSubscription each : asked) {
            try {
                boolean isNew = !session.subscriptions().containsKey(each.topicFilter());
                outcome.codes().add(subscribe(session, each));
                outcome.granted().add(each.topicFilter());
                if (wantsRetained(each.option().retainHandling(), isNew)) {
                    outcome.retained().add(each);
                }
            } catch (RefusedException e) {
                refused.accept(e);
                outcome.codes().add(e.code());
            }
        }
        return outcome;
    }

    /** MQTT 3.1.1 sends it with every subscription; its codec says so. */
    private static boolean wantsRetained(RetainedHandlingPolicy policy, boolean isNew) {
        return switch (policy) {
            case SEND_AT_SUBSCRIBE -> true;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> isNew;
            case DONT_SEND_AT_SUBSCRIBE -> false;
        };
    }

    /** What ends the connection, whichever filter it is about. */
    private void checkPacket(MqttSubscribeMessage packet, List<MqttTopicSubscription> asked) throws RefusedException {
        if (asked.isEmpty()) {
            throw RefusedException.fatal(
                    ReasonCode.PROTOCOL_ERROR, "", "a SUBSCRIBE without a filter", "name at least one filter");
        }
        if (asked.size() > Limits.FILTERS_PER_SUBSCRIBE) {
            throw RefusedException.fatal(
                    ReasonCode.QUOTA_EXCEEDED,
                    asked.get(0).topicFilter(),
                    asked.size() + " filters in one SUBSCRIBE",
                    "send at most " + Limits.FILTERS_PER_SUBSCRIBE + " filters at a time");
        }
        if (packet.idAndPropertiesVariableHeader().properties().getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER)
                != null) {
            throw RefusedException.fatal(
                    ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
                    asked.get(0).topicFilter(),
                    "a subscription identifier",
                    "leave it out: AWS has none, and says so in CONNACK");
        }
        for (MqttTopicSubscription each : asked) {
            if (each.qualityOfService().value() > 1) {
                throw RefusedException.fatal(
                        ReasonCode.QOS_NOT_SUPPORTED,
                        each.topicFilter(),
                        "a subscription with QoS 2",
                        "use QoS 0 or 1: AWS has no QoS 2");
            }
            if (SharedFilter.isMeant(each.topicFilter()) && each.option().isNoLocal()) {
                throw RefusedException.fatal(
                        ReasonCode.PROTOCOL_ERROR,
                        each.topicFilter(),
                        "a shared subscription with no local",
                        "leave out no local");
            }
            if (!mqtt5 && !isFilter(each.topicFilter())) {
                throw invalid(each.topicFilter());
            }
        }
    }

    private ReasonCode subscribe(Session session, MqttTopicSubscription asked) throws RefusedException {
        String filter = asked.topicFilter();
        MqttSubscriptionOption option = asked.option();
        int qos = asked.qualityOfService().value();
        if (!isFilter(filter)) {
            throw invalid(filter);
        }
        String resource = "topicfilter/" + filter;
        if (!permissions.allows("iot:Subscribe", resource)) {
            throw RefusedException.byPolicy("iot:Subscribe", resource, filter);
        }
        String matched = SharedFilter.parse(filter).map(SharedFilter::filter).orElse(filter);
        if (!ReservedTopics.maySubscribe(matched)) {
            throw RefusedException.of(
                    ReasonCode.TOPIC_FILTER_INVALID,
                    filter,
                    "a reserved filter for what is not served here",
                    ReservedTopics.SUBSCRIBE_RULE);
        }
        if (!broker.subscribe(session, filter, new Grant(qos, option.isNoLocal(), option.isRetainAsPublished()))) {
            throw RefusedException.of(
                    ReasonCode.QUOTA_EXCEEDED,
                    filter,
                    "the connection has " + Limits.SUBSCRIPTIONS + " subscriptions already",
                    "unsubscribe from others, or use wildcards");
        }
        return qos == 0 ? ReasonCode.SUCCESS : ReasonCode.GRANTED_QOS_1;
    }

    private static boolean isFilter(String filter) {
        return SharedFilter.isMeant(filter) ? SharedFilter.parse(filter).isPresent() : TopicFilter.isValid(filter);
    }

    private static RefusedException invalid(String filter) {
        return RefusedException.of(
                ReasonCode.TOPIC_FILTER_INVALID,
                filter,
                "a filter that AWS does not take",
                "use at most " + Limits.TOPIC_BYTES + " bytes and " + Limits.SLASHES
                        + " slashes; + and # fill a level, # the last one; $share/GROUP/FILTER");
    }
}
