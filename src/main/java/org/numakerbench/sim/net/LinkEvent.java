package org.numakerbench.sim.net;

/**
 * What happened on a {@link FaultyLink}. Of each connection the events come in order: opened, at most one fault that
 * starts and ends, closed. {@code upBytes} are those forwarded from the client to the endpoint by then, {@code
 * downBytes} those forwarded the other way.
 */
public sealed interface LinkEvent {
    /** The connection's number, counted from 0 over the life of the link. */
    long connection();

    /**
     * A client connected; the endpoint is only being called.
     *
     * @param client its address, {@code host:port}
     */
    record Opened(long connection, String client) implements LinkEvent {}

    /** A fault begins. Told before either side can notice anything of it. */
    record FaultStarted(long connection, FaultPlan plan, long upBytes, long downBytes) implements LinkEvent {}

    /** A fault is over: at once for a reset and a half close, with the connection for a delay and a throttle. */
    record FaultEnded(long connection, long upBytes, long downBytes) implements LinkEvent {}

    /**
     * A connection is over.
     *
     * @param how who ended it: {@code client}, {@code endpoint}, {@code fault}, {@code link closed}, or {@code endpoint
     *     unreachable: } and why
     */
    record Closed(long connection, String how, long upBytes, long downBytes) implements LinkEvent {}
}
