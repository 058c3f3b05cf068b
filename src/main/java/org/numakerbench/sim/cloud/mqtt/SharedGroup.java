package org.numakerbench.sim.cloud.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Those who share a subscription ({@code $share/group/filter}): each message goes to one of them, chosen at random among
 * those connected. While none is, messages of QoS 1 wait, if a persistent session is among the members.
 */
final class SharedGroup implements Subscriber {
    private final Map<Session, Grant> members = new LinkedHashMap<>();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final QueueBudget budget;
    private final RandomGenerator random;
    private long held;

    SharedGroup(QueueBudget budget, RandomGenerator random) {
        this.budget = budget;
        this.random = random;
    }

    void join(Session member, Grant grant) {
        members.put(member, grant);
        drain();
    }

    /** Whether nobody is left; what waited is gone then. */
    boolean leave(Session member) {
        members.remove(member);
        if (members.isEmpty()) {
            budget.give(held);
            held = 0;
            waiting.clear();
        }
        return members.isEmpty();
    }

    @Override
    public void deliver(Message message, Grant own) {
        List<Session> ready = members.keySet().stream()
                .filter(member -> member.isReachable(message.topic()))
                .toList();
        if (!ready.isEmpty()) {
            Session chosen = ready.get(random.nextInt(ready.size()));
            chosen.deliver(message, members.get(chosen));
        } else if (message.qos() > 0
                && members.keySet().stream().anyMatch(Session::isPersistent)
                && budget.take(held, message.bytes())) {
            held += message.bytes();
            waiting.addLast(message);
        }
    }

    /** Hands out what waited, once a member is there. */
    void drain() {
        for (int left = waiting.size(); left > 0; left--) {
            Message next = waiting.removeFirst();
            held -= next.bytes();
            budget.give(next.bytes());
            deliver(next, members.values().iterator().next());
        }
    }
}
