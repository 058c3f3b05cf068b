package org.numakerbench.sim.cloud.mqtt;

/** A packet that the broker does not take: the code it answers, what is wrong, and what would make it work. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ReasonCode code;
    private final String subject;
    private final String remedy;
    private final boolean fatal;

    private RefusedException(ReasonCode code, String subject, String why, String remedy, boolean fatal) {
        // An answer, not an accident: nobody reads its stack.
        super(why, null, false, false);
        this.code = code;
        this.subject = subject;
        this.remedy = remedy;
        this.fatal = fatal;
    }

    /** One that MQTT 5 can answer packet by packet; under MQTT 3.1.1 the connection ends. */
    static RefusedException of(ReasonCode code, String subject, String why, String remedy) {
        return new RefusedException(code, subject, why, remedy, false);
    }

    /** One that ends the connection in every version. */
    static RefusedException fatal(ReasonCode code, String subject, String why, String remedy) {
        return new RefusedException(code, subject, why, remedy, true);
    }

    /** A policy that does not allow an action. */
    static RefusedException byPolicy(String action, String resource, String subject) {
        return of(
                ReasonCode.NOT_AUTHORIZED,
                subject,
                "the policy does not allow " + action + " on " + resource,
                "allow " + action + " on " + resource + " in the policy of this certificate");
    }

    ReasonCode code() {
        return code;
    }

    /** The topic, filter or client ID it is about; may be empty. */
    String subject() {
        return subject;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    String remedy() {
        return remedy;
    }

    boolean isFatal() {
        return fatal;
    }
}
