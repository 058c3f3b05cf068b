package org.numakerbench.sim.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection through a {@link FaultyLink}: calls the endpoint, carries both directions, and lets its fault happen.
 * The thread that carries upstream bytes is the one that counts towards the fault, and so the one that runs it.
 */
final class LinkConnection {
    private static final Logger LOG = LoggerFactory.getLogger(LinkConnection.class);

    /** How long the endpoint is called before it counts as unreachable; a board gives up sooner or not at all. */
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private static final String CLIENT = "client";
    private static final String ENDPOINT = "endpoint";
    private static final String FAULT = "fault";

    private final long number;
    private final Socket client;
    private final Socket endpoint = new Socket();
    private final @Nullable FaultPlan plan;
    private final Gate gate;
    private final Consumer<LinkEvent> events;
    private final Forwarded.Count forwarded;
    private final AtomicReference<@Nullable String> how = new AtomicReference<>();
    private final AtomicBoolean faultOn = new AtomicBoolean();
    private boolean faultMet;
    private boolean ended;

    LinkConnection(
            long number,
            Socket client,
            Optional<FaultPlan> plan,
            Consumer<LinkEvent> events,
            Forwarded.Count forwarded) {
        this.number = number;
        this.client = client;
        this.plan = plan.orElse(null);
        this.gate = new Gate(plan.map(FaultPlan::afterBytes).orElse(Long.MAX_VALUE));
        this.events = events;
        this.forwarded = forwarded;
    }

    /** Carries the connection from its first event to its last. */
    void run(String host, int port) {
        String from = client.getInetAddress().getHostAddress() + ":" + client.getPort();
        events.accept(new LinkEvent.Opened(number, from));
        try {
            if (call(host, port)) {
                carry();
            }
        } finally {
            over(FAULT);
            close();
            forwarded.end();
            endFault();
            events.accept(new LinkEvent.Closed(number, String.valueOf(how.get()), gate.up(), gate.down()));
        }
    }

    /** Ends the connection from outside: what was forwarded still arrives. */
    void close(String why) {
        over(why);
        close();
    }

    private boolean call(String host, int port) {
        try {
            endpoint.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            endpoint.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            String reason = e instanceof UnknownHostException ? "no such host" : e.getMessage();
            over("endpoint unreachable: " + host + ":" + port + ": " + reason);
            cut();
            return false;
        }
    }

    private void carry() {
        Pump up;
        Pump down;
        try {
            up = new Pump(client, endpoint, gate, Gate.Direction.UP, new Upstream());
            down = new Pump(endpoint, client, gate, Gate.Direction.DOWN, new Downstream());
        } catch (IOException e) {
            LOG.debug("connection {} was closed before it began: {}", number, e.getMessage());
            return;
        }
        Runnable carryDown = () -> settle(down.run(), ENDPOINT, CLIENT);
        Thread downstream = new Thread(carryDown, Thread.currentThread().getName() + "-down");
        downstream.setDaemon(true);
        downstream.start();
        try {
            meetFaultIfDue();
            settle(up.run(), CLIENT, ENDPOINT);
        } catch (IOException e) {
            LOG.debug("connection {} ended in its fault: {}", number, e.getMessage());
            cut();
        } finally {
            join(downstream);
        }
    }

    private final class Upstream implements Pump.Course {
        @Override
        public void wrote(int bytes) throws IOException {
            forwarded.add(bytes);
            meetFaultIfDue();
        }

        @Override
        public void ends() {
            over(CLIENT);
        }
    }

    private final class Downstream implements Pump.Course {
        @Override
        public void wrote(int bytes) {
            if (gate.downWritten()) {
                endDownstream();
            }
        }

        @Override
        public void ends() {
            over(ENDPOINT);
        }
    }

    /** A connection that broke on one side breaks on the other; one that ended goes on the other way. */
    private void settle(Pump.End end, String source, String sink) {
        switch (end) {
            case SOURCE_BROKE -> {
                over(source);
                cut();
            }
            case SINK_BROKE -> {
                over(sink);
                cut();
            }
            case SOURCE_ENDED, HIDDEN -> LOG.debug("connection {}: the {} has no more to say", number, source);
        }
    }

    private void meetFaultIfDue() throws IOException {
        if (plan != null && !faultMet && gate.faultDue()) {
            faultMet = true;
            gate.shut();
            faultOn.set(true);
            events.accept(new LinkEvent.FaultStarted(number, plan, gate.up(), gate.down()));
            meet(plan);
        }
    }

    private void meet(FaultPlan fault) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(fault.durationMs());
        switch (fault.kind()) {
            case DELAY -> gate.openDelayed(TimeUnit.MILLISECONDS.toNanos(fault.durationMs()));
            case THROTTLE -> gate.openThrottled(fault.bytesPerSecond());
            case STALL -> {
                gate.sleepUntil(end);
                endFault();
                gate.open();
            }
            case DROP -> {
                gate.swallow();
                over(swallow(fault.durationMs() > 0, end));
                cut();
            }
            case RESET -> {
                over(FAULT);
                cut();
                endFault();
            }
            case HALF_CLOSE -> {
                if (gate.openUpOnly()) {
                    endDownstream();
                }
            }
        }
    }

    /** Reads the client and forwards nothing. @return who ended that: the client, or the fault when its time is over */
    private String swallow(boolean ends, long end) {
        byte[] scrap = new byte[4096];
        try {
            InputStream in = client.getInputStream();
            do {
                if (ends && end - System.nanoTime() <= 0) {
                    return FAULT;
                }
                client.setSoTimeout(ends ? Pump.millisUntil(end) : 0);
            } while (in.read(scrap) >= 0);
            return CLIENT;
        } catch (SocketTimeoutException e) {
            return FAULT;
        } catch (IOException e) {
            return CLIENT;
        }
    }

    private void endDownstream() {
        try {
            client.shutdownOutput();
        } catch (IOException e) {
            over(CLIENT);
            cut();
        }
        endFault();
    }

    private void endFault() {
        if (faultOn.compareAndSet(true, false)) {
            events.accept(new LinkEvent.FaultEnded(number, gate.up(), gate.down()));
        }
    }

    /** The first who ends a connection has ended it; the rest follows from that. */
    private void over(String who) {
        how.compareAndSet(null, who);
    }

    /** Resets both sides: bytes that are still on their way are lost. */
    private void cut() {
        end(true);
    }

    /** Closes both sides: bytes that are still on their way arrive. */
    private void close() {
        end(false);
    }

    /** Once, as an orderly close wakes the pumps, which find their sockets broken and would reset what is left. */
    private synchronized void end(boolean reset) {
        if (ended) {
            return;
        }
        ended = true;
        gate.close();
        for (Socket side : List.of(client, endpoint)) {
            try {
                if (reset) {
                    side.setSoLinger(true, 0);
                }
            } catch (IOException e) {
                LOG.debug("resetting a side of connection {}: {}", number, e.getMessage());
            }
            try {
                side.close();
            } catch (IOException e) {
                LOG.debug("closing a side of connection {}: {}", number, e.getMessage());
            }
        }
    }

    private void join(Thread downstream) {
        try {
            downstream.join();
        } catch (InterruptedException e) {
            cut();
            Thread.currentThread().interrupt();
        }
    }
}
