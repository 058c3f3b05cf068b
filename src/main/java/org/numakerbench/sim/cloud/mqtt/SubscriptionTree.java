package org.numakerbench.sim.cloud.mqtt;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is subscribed to what, a node for each level of the filters, so that a publish costs what its topic is deep.
 * {@code a/#} does not match {@code a}, and filters that begin with a wildcard do not match {@code $} topics.
 *
 * @param <S> a subscriber; compared by {@code equals}
 */
final class SubscriptionTree<S> {
    private static final class Node<S> {
        final Map<String, Node<S>> children = new HashMap<>();
        final Map<S, Integer> subscribers = new LinkedHashMap<>();

        boolean isBare() {
            return children.isEmpty() && subscribers.isEmpty();
        }
    }

    private final Node<S> root = new Node<>();

    /** Adds a subscription, or replaces its QoS. */
    void add(String filter, S subscriber, int qos) {
        Node<S> node = root;
        for (String level : filter.split("/", -1)) {
            node = node.children.computeIfAbsent(level, key -> new Node<>());
        }
        node.subscribers.put(subscriber, qos);
    }

    /** Removes a subscription; one that is not there is no error. */
    void remove(String filter, S subscriber) {
        remove(root, filter.split("/", -1), 0, subscriber);
    }

    private void remove(Node<S> node, String[] levels, int depth, S subscriber) {
        if (depth == levels.length) {
            node.subscribers.remove(subscriber);
            return;
        }
        Node<S> child = node.children.get(levels[depth]);
        if (child != null) {
            remove(child, levels, depth + 1, subscriber);
            if (child.isBare()) {
                node.children.remove(levels[depth]);
            }
        }
    }

    /** Every subscriber of a topic once, with the highest QoS of its matching subscriptions. */
    Map<S, Integer> match(String topic) {
        Map<S, Integer> found = new LinkedHashMap<>();
        collect(root, topic.split("/", -1), 0, topic.startsWith("$"), found);
        return found;
    }

    private void collect(Node<S> node, String[] levels, int depth, boolean reserved, Map<S, Integer> found) {
        if (depth == levels.length) {
            take(node, found);
            return;
        }
        boolean wildcards = !(reserved && depth == 0);
        descend(node.children.get(levels[depth]), levels, depth, reserved, found);
        if (wildcards) {
            descend(node.children.get("+"), levels, depth, reserved, found);
            Node<S> rest = node.children.get("#");
            if (rest != null) {
                take(rest, found);
            }
        }
    }

    private void descend(@Nullable Node<S> child, String[] levels, int depth, boolean reserved, Map<S, Integer> found) {
        if (child != null) {
            collect(child, levels, depth + 1, reserved, found);
        }
    }

    private void take(Node<S> node, Map<S, Integer> found) {
        node.subscribers.forEach((subscriber, qos) -> found.merge(subscriber, qos, Math::max));
    }

    boolean isEmpty() {
        return root.isBare();
    }
}
