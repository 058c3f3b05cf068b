package org.numakerbench.lab.agent;

/** Why an agent stops a run that goes on. */
enum StopReason {
    CANCELLED("cancelled"),
    AGENT_ENDED("the agent ended"),
    LEASE_ENDED("its lease had ended; another host may have begun the run"),
    OUT_OF_REACH("the lab's database was out of reach, and its lease ends");

    private final String words;

    StopReason(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
