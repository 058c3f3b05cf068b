package org.numakerbench.cloud;

import org.numakerbench.evidence.Fact;

/** The witness could not connect; {@link #fact()} says who has to act. */
public final class WitnessException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Fact.WitnessFailed fact;

    WitnessException(Fact.WitnessFailed fact, Throwable cause) {
        super(fact.reason(), cause);
        this.fact = fact;
    }

    public Fact.WitnessFailed fact() {
        return fact;
    }
}
