package org.numakerbench.sim.cloud.mqtt;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who is subscribed to what, a node for each level of the filters, so that a publish costs what its topic is deep.
 * {@code a/#} does not match {@code a}, and filters that begin with a wildcard do not match {@code $} topics.
 *
 * @param <S> a subscriber; compared by {@code equals}
 * @param <G> what a subscription grants
 */
final class SubscriptionTree<S, G> {
    private static final class Node<S, G> {
        final Map<String, Node<S, G>> children = new HashMap<>();
        final Map<S, G> subscribers = new LinkedHashMap<>();

        boolean isBare() {
            return children.isEmpty() && subscribers.isEmpty();
        }
    }

    private final Node<S, G> root = new Node<>();
    private final BinaryOperator<G> overlap;

    /**
     * A tree without subscriptions.
     *
     * @param overlap what counts of two subscriptions of one subscriber that match the same topic
     */
    SubscriptionTree(BinaryOperator<G> overlap) {
        this.overlap = overlap;
    }

    /** Adds a subscription, or replaces what it grants. */
    void add(String filter, S subscriber, G grant) {
        Node<S, G> node = root;
        for (String level : filter.split("/", -1)) {
            node = node.children.computeIfAbsent(level, key -> new Node<>());
        }
        node.subscribers.put(subscriber, grant);
    }

    /** Removes a subscription; one that is not there is no error. */
    void remove(String filter, S subscriber) {
        remove(root, filter.split("/", -1), 0, subscriber);
    }

    private void remove(Node<S, G> node, String[] levels, int depth, S subscriber) {
        if (depth == levels.length) {
            node.subscribers.remove(subscriber);
            return;
        }
        Node<S, G> child = node.children.get(levels[depth]);
        if (child != null) {
            remove(child, levels, depth + 1, subscriber);
            if (child.isBare()) {
                node.children.remove(levels[depth]);
            }
        }
    }

    /** Every subscriber of a topic once, with what its matching subscriptions grant together. */
    Map<S, G> match(String topic) {
        Map<S, G> found = new LinkedHashMap<>();
        collect(root, topic.split("/", -1), 0, topic.startsWith("$"), found);
        return found;
    }

    private void collect(Node<S, G> node, String[] levels, int depth, boolean reserved, Map<S, G> found) {
        if (depth == levels.length) {
            take(node, found);
            return;
        }
        boolean wildcards = !(reserved && depth == 0);
        descend(node.children.get(levels[depth]), levels, depth, reserved, found);
        if (wildcards) {
            descend(node.children.get("+"), levels, depth, reserved, found);
            Node<S, G> rest = node.children.get("#");
            if (rest != null) {
                take(rest, found);
            }
        }
    }

    private void descend(@Nullable Node<S, G> child, String[] levels, int depth, boolean reserved, Map<S, G> found) {
        if (child != null) {
            collect(child, levels, depth + 1, reserved, found);
        }
    }

    private void take(Node<S, G> node, Map<S, G> found) {
        node.subscribers.forEach((subscriber, grant) -> found.merge(subscriber, grant, overlap));
    }

    boolean isEmpty() {
        return root.isBare();
    }
}
