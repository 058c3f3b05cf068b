package org.numakerbench.sim.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy between one board and its endpoint that injects the faults of a schedule. All it does to a connection it
 * tells as {@link LinkEvent}s, in the thread that does it: a fault that is about to begin waits for the listener, so
 * that what the peers notice is on record before they do.
 */
public final class FaultyLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FaultyLink.class);

    /** After this many seconds a thread that does not end is given up: it is in the listener, or asks for a name. */
    private static final long JOIN_S = 10;

    /** A pause after a connection that could not be accepted, in ms: the usual cause, no more files, lasts. */
    private static final long ACCEPT_PAUSE_MS = 100;

    private final ServerSocket server;
    private final String endpointHost;
    private final int endpointPort;
    private final Consumer<LinkEvent> events;
    private final Forwarded forwarded = new Forwarded();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<LinkConnection, Thread> connections = new LinkedHashMap<>();
    private final ThreadLocal<LinkEvent> telling = new ThreadLocal<>();
    private final Thread acceptor;
    private FaultSchedule schedule;
    private long scheduled;
    private long accepted;

    private FaultyLink(
            ServerSocket server,
            String endpointHost,
            int endpointPort,
            FaultSchedule schedule,
            Consumer<LinkEvent> events) {
        this.server = server;
        this.endpointHost = endpointHost;
        this.endpointPort = endpointPort;
        this.schedule = schedule;
        this.events = event -> tell(events, event);
        this.acceptor = thread(this::accept, "accept");
    }

    /**
     * Starts to listen.
     *
     * @param listen where clients connect; port 0 is any free one
     * @param endpointHost a name or an address; looked up for each connection again
     * @param events told of everything, by several threads at once, but in order for each connection. What it throws is
     *     logged and stops nothing
     * @throws IOException when the address cannot be listened on
     */
    public static FaultyLink open(
            InetSocketAddress listen,
            String endpointHost,
            int endpointPort,
            FaultSchedule schedule,
            Consumer<LinkEvent> events)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.bind(listen);
        } catch (IOException e) {
            server.close();
            throw new IOException("faulty link: cannot listen on " + listen + ": " + e.getMessage(), e);
        }
        FaultyLink link = new FaultyLink(server, endpointHost, endpointPort, schedule, events);
        link.acceptor.start();
        return link;
    }

    /** The port clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** The address clients connect to. */
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), port());
    }

    /**
     * Sets the schedule of the connections accepted from now on, which are counted from 0 for it. The numbers in events
     * go on.
     */
    public synchronized void schedule(FaultSchedule next) {
        schedule = next;
        scheduled = 0;
    }

    /**
     * Waits until bytes of a client were written to the endpoint's socket.
     *
     * @param clientPort the client's own TCP port. Its newest connection counts, the one it is about to make included,
     *     unless an older one of that port is still remembered: then its count is the answer
     * @param bytes counted from the beginning of the connection
     * @param deadlineNanos in terms of {@link System#nanoTime}
     * @return false when the deadline passed, or the connection or the link ended before
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public boolean awaitForwarded(int clientPort, long bytes, long deadlineNanos) throws InterruptedException {
        return forwarded.await(clientPort, bytes, deadlineNanos);
    }

    /**
     * Frees the port, ends every connection, and waits until their last events are told and their threads gone. Called
     * by the listener it waits for nothing, as it would wait for itself.
     */
    @Override
    public void close() {
        List<LinkConnection> open;
        List<Thread> threads;
        synchronized (this) {
            closing.countDown();
            open = List.copyOf(connections.keySet());
            threads = List.copyOf(connections.values());
        }
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("faulty link: closing port {}: {}", port(), e.getMessage());
        }
        open.forEach(connection -> connection.close("link closed"));
        forwarded.close();
        if (telling.get() != null) {
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_S);
        join(acceptor, deadline);
        threads.forEach(thread -> join(thread, deadline));
    }

    private void accept() {
        while (closing.getCount() > 0) {
            try {
                take(server.accept());
            } catch (IOException e) {
                if (closing.getCount() > 0) {
                    LOG.warn("faulty link: port {} could not accept a connection: {}", port(), e.getMessage());
                    pause();
                }
            }
        }
    }

    private void take(Socket client) throws IOException {
        Thread thread;
        synchronized (this) {
            if (closing.getCount() == 0) {
                client.close();
                return;
            }
            long number = accepted++;
            Optional<FaultPlan> plan = schedule.plan(scheduled++);
            Forwarded.Count count = forwarded.begin(client.getPort());
            LinkConnection connection = new LinkConnection(number, client, plan, events, count);
            thread = thread(() -> run(connection), String.valueOf(number));
            connections.put(connection, thread);
        }
        thread.start();
    }

    private void run(LinkConnection connection) {
        try {
            connection.run(endpointHost, endpointPort);
        } finally {
            synchronized (this) {
                connections.remove(connection);
            }
        }
    }

    private void pause() {
        try {
            if (closing.await(ACCEPT_PAUSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.debug("closed while it could not accept");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, "link-" + port() + "-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private static void join(Thread thread, long deadline) {
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, left));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A listener's trouble, be it a failed assertion, is not the network's. */
    private void tell(Consumer<LinkEvent> events, LinkEvent event) {
        telling.set(event);
        try {
            events.accept(event);
        } catch (RuntimeException | AssertionError e) {
            LOG.warn("faulty link: the listener failed at {}", event, e);
        } finally {
            telling.remove();
        }
    }
}
