package org.numakerbench.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on the loopback interface. Times are asserted from below alone, as a busy machine is only ever late. */
@Timeout(60)
@SuppressWarnings("try") // closing the link early is what some tests are about
class FaultyLinkTest {
    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void withoutFaultsAMegabytePassesBothWaysIntact() throws Exception {
        byte[] sent = bytes(MEGABYTE);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, FaultSchedule.NONE, notes);
                Socket client = connect(link)) {
            assertThat(talk(client, sent)).isEqualTo(sent);
            assertThat(endpoint.nextCall().heard()).isEqualTo(sent);
            assertThat(notes.untilClosed(0))
                    .containsExactly(
                            new LinkEvent.Opened(0, "127.0.0.1:" + client.getLocalPort()),
                            new LinkEvent.Closed(0, "client", MEGABYTE, MEGABYTE));
        }
    }

    @Test
    void anEndOfTheEndpointReachesTheClientAndIsToldAsTheEndpoints() throws Exception {
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, FaultSchedule.NONE, notes)) {
            try (Socket client = connect(link)) {
                endpoint.nextCall().socket.shutdownOutput();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(notes.untilClosed(0)).last().isEqualTo(new LinkEvent.Closed(0, "endpoint", 0, 0));
        }
    }

    @Test
    void aResetOfTheEndpointReachesTheClientAsAReset() throws Exception {
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, FaultSchedule.NONE, notes);
                Socket client = connect(link)) {
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
            Socket there = endpoint.nextCall().socket;
            there.setSoLinger(true, 0);
            there.close();
            assertReset(client);
            assertThat(notes.untilClosed(0)).last().isEqualTo(new LinkEvent.Closed(0, "endpoint", 1, 1));
        }
    }

    @Test
    void aStallHoldsEverythingBackAndThenDeliversItIntact() throws Exception {
        byte[] sent = bytes(50_000);
        FaultPlan plan = new FaultPlan(FaultKind.STALL, 20_000, 300, 0);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(plan), notes);
                Socket client = connect(link)) {
            long start = System.nanoTime();
            assertThat(talk(client, sent)).isEqualTo(sent);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
            List<LinkEvent> events = notes.untilClosed(0);
            assertThat(events).hasSize(4);
            assertThat(events.get(1)).isInstanceOfSatisfying(LinkEvent.FaultStarted.class, started -> {
                assertThat(started.plan()).isEqualTo(plan);
                assertThat(started.upBytes()).isEqualTo(20_000);
                assertThat(events.get(2))
                        .as("nothing passed meanwhile")
                        .isEqualTo(new LinkEvent.FaultEnded(0, 20_000, started.downBytes()));
            });
            assertThat(events.get(3)).isEqualTo(new LinkEvent.Closed(0, "client", 50_000, 50_000));
        }
    }

    @Test
    void aDropLetsExactlyTheBytesBeforeItPassAndKeepsTheConnectionOpen() throws Exception {
        byte[] sent = bytes(100);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(new FaultPlan(FaultKind.DROP, 37, 0, 0)), notes)) {
            EchoEndpoint.Call call;
            int port;
            try (Socket client = connect(link)) {
                port = client.getLocalPort();
                client.getOutputStream().write(sent);
                call = endpoint.nextCall();
                assertThat(link.awaitForwarded(port, 37, inSeconds(20))).isTrue();
                await().until(() -> call.heard().length == 37);
                client.getOutputStream().write(sent);
                assertThat(call.end).isNotDone();
            }
            assertThat(call.end.get(20, TimeUnit.SECONDS)).contains("reset");
            assertThat(call.heard()).isEqualTo(Arrays.copyOf(sent, 37));
            assertThat(link.awaitForwarded(port, 38, inSeconds(20))).isFalse();
            List<LinkEvent> events = notes.untilClosed(0);
            LinkEvent.FaultStarted started = (LinkEvent.FaultStarted) events.get(1);
            assertThat(events.subList(2, 4))
                    .containsExactly(
                            new LinkEvent.FaultEnded(0, 37, started.downBytes()),
                            new LinkEvent.Closed(0, "client", 37, started.downBytes()));
        }
    }

    @Test
    void aDropWithADurationEndsInAResetOfBothSides() throws Exception {
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(new FaultPlan(FaultKind.DROP, 0, 200, 0)), notes);
                Socket client = connect(link)) {
            client.getOutputStream().write(bytes(1000));
            assertReset(client);
            assertThat(System.nanoTime() - notes.faultStartedNanos)
                    .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
            EchoEndpoint.Call call = endpoint.nextCall();
            assertThat(call.end.get(20, TimeUnit.SECONDS)).contains("reset");
            assertThat(call.heard()).isEmpty();
            assertThat(notes.untilClosed(0)).last().isEqualTo(new LinkEvent.Closed(0, "fault", 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10})
    void aResetIsSeenAsAResetByBothSides(long afterBytes) throws Exception {
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(new FaultPlan(FaultKind.RESET, afterBytes, 0, 0)), notes);
                Socket client = connect(link)) {
            if (afterBytes > 0) {
                client.getOutputStream().write(bytes(10));
            }
            assertReset(client);
            assertThat(endpoint.nextCall().end.get(20, TimeUnit.SECONDS)).contains("reset");
            List<LinkEvent> events = notes.untilClosed(0);
            assertThat(events).hasSize(4);
            assertThat(events.get(1)).isInstanceOf(LinkEvent.FaultStarted.class);
            assertThat(events.get(2)).isInstanceOf(LinkEvent.FaultEnded.class);
            assertThat(events.get(3)).isInstanceOfSatisfying(LinkEvent.Closed.class, closed -> {
                assertThat(closed.how()).isEqualTo("fault");
                assertThat(closed.upBytes()).isEqualTo(afterBytes);
            });
        }
    }

    @Test
    void afterAHalfCloseTheClientReadsTheEndAndUpstreamStillFlows() throws Exception {
        byte[] sent = bytes(5000);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(new FaultPlan(FaultKind.HALF_CLOSE, 10, 0, 0)), notes)) {
            EchoEndpoint.Call call;
            byte[] read;
            try (Socket client = connect(link)) {
                client.getOutputStream().write(sent, 0, 10);
                read = client.getInputStream().readAllBytes();
                client.getOutputStream().write(sent, 10, 4990);
                call = endpoint.nextCall();
            }
            assertThat(call.end.get(20, TimeUnit.SECONDS)).isEqualTo("end of stream");
            assertThat(call.heard()).isEqualTo(sent);
            assertThat(read).isEqualTo(Arrays.copyOf(sent, Math.min(10, read.length)));
            List<LinkEvent> events = notes.untilClosed(0);
            assertThat(events).hasSize(4);
            assertThat(events.get(1)).isInstanceOf(LinkEvent.FaultStarted.class);
            assertThat(events.get(2)).isInstanceOf(LinkEvent.FaultEnded.class);
            assertThat(events.get(3)).isEqualTo(new LinkEvent.Closed(0, "client", 5000, read.length));
        }
    }

    @Test
    void aThrottleTakesAtLeastTheTimeOfItsRateForBothDirectionsTogether() throws Exception {
        byte[] sent = bytes(20_000);
        FaultPlan plan = new FaultPlan(FaultKind.THROTTLE, 0, 0, 100_000);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(plan), notes);
                Socket client = connect(link)) {
            client.getOutputStream().write(sent);
            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            assertThat(System.nanoTime() - notes.faultStartedNanos)
                    .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(400));
            client.shutdownOutput();
            assertThat(notes.untilClosed(0))
                    .endsWith(
                            new LinkEvent.FaultStarted(0, plan, 0, 0),
                            new LinkEvent.FaultEnded(0, 20_000, 20_000),
                            new LinkEvent.Closed(0, "client", 20_000, 20_000));
        }
    }

    @Test
    void aDelayMakesEveryByteLaterEachWayTheEndIncludedAndKeepsTheirOrder() throws Exception {
        byte[] sent = bytes(3000);
        FaultPlan plan = new FaultPlan(FaultKind.DELAY, 1000, 150, 0);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(plan), notes);
                Socket client = connect(link)) {
            client.getOutputStream().write(sent, 0, 1000);
            assertThat(link.awaitForwarded(client.getLocalPort(), 1000, inSeconds(20)))
                    .isTrue();
            long start = System.nanoTime();
            for (int i = 1000; i < 3000; i += 10) {
                client.getOutputStream().write(sent, i, 10);
            }
            assertThat(client.getInputStream().readNBytes(3000)).isEqualTo(sent);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
            long end = System.nanoTime();
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(System.nanoTime() - end).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
            assertThat(notes.untilClosed(0))
                    .endsWith(new LinkEvent.FaultEnded(0, 3000, 3000), new LinkEvent.Closed(0, "client", 3000, 3000));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "HALF_CLOSE"})
    void aFaultIsOnRecordBeforeTheClientCanNoticeIt(FaultKind kind) throws Exception {
        CountDownLatch recorded = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        Consumer<LinkEvent> slow = event -> {
            if (event instanceof LinkEvent.FaultStarted) {
                recorded.countDown();
                waitFor(mayGoOn);
            }
        };
        try (EchoEndpoint endpoint = new EchoEndpoint();
                FaultyLink link = link(endpoint, always(new FaultPlan(kind, 0, 0, 0)), slow);
                Socket client = connect(link)) {
            waitFor(recorded);
            client.setSoTimeout(100);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            mayGoOn.countDown();
            client.setSoTimeout(20_000);
            if (kind == FaultKind.RESET) {
                assertReset(client);
            } else {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void closeDuringALongStallReturnsAtOnceFreesThePortAndLeavesNoThread() throws Exception {
        FaultPlan plan = new FaultPlan(FaultKind.STALL, 20, 600_000, 0);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(plan), notes);
                Socket client = connect(link)) {
            client.getOutputStream().write(bytes(50));
            EchoEndpoint.Call call = endpoint.nextCall();
            await().until(() -> call.heard().length == 20);
            await().until(() -> notes.events.size() == 2);
            link.close();
            assertThat(threadsOf(link)).isEmpty();
            assertThat(call.heard()).hasSize(20);
            LinkEvent.FaultStarted started = (LinkEvent.FaultStarted) notes.events.get(1);
            assertThat(notes.events.subList(2, notes.events.size()))
                    .containsExactly(
                            new LinkEvent.FaultEnded(0, 20, started.downBytes()),
                            new LinkEvent.Closed(0, "link closed", 20, started.downBytes()));
            try (ServerSocket again = new ServerSocket()) {
                again.bind(link.address());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeEndsEveryKindOfFaultAndTellsIt(FaultKind kind) throws Exception {
        FaultPlan plan = new FaultPlan(kind, 10, 600_000, 1);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, always(plan), notes);
                Socket client = connect(link)) {
            client.getOutputStream().write(bytes(20));
            await().until(() -> notes.events.size() >= 2);
            link.close();
            assertThat(threadsOf(link)).isEmpty();
            assertThat(notes.events).hasSize(4);
            assertThat(notes.events.get(2)).isInstanceOf(LinkEvent.FaultEnded.class);
            assertThat(notes.events.get(3)).isInstanceOf(LinkEvent.Closed.class);
        }
    }

    @Test
    void anEndpointThatRefusesIsToldAndTheClientIsNotKeptWaiting() throws Exception {
        int nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = gone.getLocalPort();
        }
        try (Notes notes = new Notes();
                FaultyLink link = FaultyLink.open(loopback(), "127.0.0.1", nobody, FaultSchedule.NONE, notes);
                Socket client = connect(link)) {
            assertReset(client);
            assertThat(notes.untilClosed(0))
                    .last()
                    .isInstanceOfSatisfying(
                            LinkEvent.Closed.class,
                            closed -> assertThat(closed.how())
                                    .startsWith("endpoint unreachable: 127.0.0.1:" + nobody + ": ")
                                    .containsIgnoringCase("refused"));
        }
    }

    @Test
    void awaitingForwardedBytesEndsWithTheBytesTheDeadlineTheConnectionOrTheLink() throws Exception {
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, FaultSchedule.NONE, notes);
                Socket client = new Socket();
                Socket other = connect(link)) {
            client.bind(loopback());
            int port = client.getLocalPort();
            assertThat(link.awaitForwarded(port, 1, System.nanoTime() - 1)).isFalse();
            CompletableFuture<Boolean> early = awaiting(link, port, 10);
            CompletableFuture<Boolean> tooMany = awaiting(link, port, 11);
            CompletableFuture<Boolean> silent = awaiting(link, other.getLocalPort(), 1);
            client.connect(link.address());
            client.getOutputStream().write(bytes(10));
            assertThat(early.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(tooMany).isNotDone();
            client.close();
            assertThat(tooMany.get(20, TimeUnit.SECONDS)).isFalse();
            assertThat(link.awaitForwarded(port, 10, inSeconds(20)))
                    .as("remembered")
                    .isTrue();
            assertThat(silent).isNotDone();
            link.close();
            assertThat(silent.get(20, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void aNewScheduleCountsConnectionsFromZeroWhileTheirNumbersGoOn() throws Exception {
        FaultPlan reset = new FaultPlan(FaultKind.RESET, 0, 0, 0);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, FaultSchedule.NONE, notes)) {
            talkOnce(link);
            link.schedule(new FaultSchedule(0, 2, always(reset).patterns()));
            try (Socket client = connect(link)) {
                assertReset(client);
            }
            talkOnce(link);
            try (Socket client = connect(link)) {
                assertReset(client);
            }
            link.schedule(FaultSchedule.NONE);
            talkOnce(link);
            notes.untilClosed(4);
            assertThat(notes.events.stream()
                            .filter(LinkEvent.FaultStarted.class::isInstance)
                            .map(LinkEvent::connection))
                    .containsExactly(1L, 3L);
        }
    }

    @Test
    void aListenerThatThrowsStopsNothing() throws Exception {
        byte[] sent = bytes(1000);
        Consumer<LinkEvent> broken = event -> {
            throw new IllegalStateException("thrown on purpose, at " + event);
        };
        FaultPlan plan = new FaultPlan(FaultKind.STALL, 100, 1, 0);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                FaultyLink link = link(endpoint, always(plan), broken);
                Socket client = connect(link)) {
            assertThat(talk(client, sent)).isEqualTo(sent);
        }
    }

    @Test
    void aListenerMayCloseTheLink() throws Exception {
        AtomicReference<FaultyLink> closed = new AtomicReference<>();
        CountDownLatch returned = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(1);
        Consumer<LinkEvent> closer = event -> {
            if (event instanceof LinkEvent.FaultStarted) {
                waitFor(opened);
                closed.get().close();
                returned.countDown();
            }
        };
        FaultPlan plan = new FaultPlan(FaultKind.STALL, 0, 600_000, 0);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                FaultyLink link = link(endpoint, always(plan), closer);
                Socket client = connect(link)) {
            closed.set(link);
            opened.countDown();
            waitFor(returned);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            await().until(() -> threadsOf(link).isEmpty());
        }
    }

    @Property(tries = 40)
    void faultsThatLoseNothingDeliverExactlyTheBytesSent(
            @ForAll @IntRange(max = 30_000) int length,
            @ForAll long seed,
            @ForAll("lossless") List<FaultPattern> patterns)
            throws Exception {
        byte[] sent = new byte[length];
        new Random(seed).nextBytes(sent);
        FaultSchedule schedule = new FaultSchedule(seed, 1, patterns);
        try (EchoEndpoint endpoint = new EchoEndpoint();
                Notes notes = new Notes();
                FaultyLink link = link(endpoint, schedule, notes);
                Socket client = connect(link)) {
            assertThat(talk(client, sent)).isEqualTo(sent);
            assertThat(endpoint.nextCall().heard()).isEqualTo(sent);
            List<LinkEvent> events = notes.untilClosed(0);
            assertThat(events.get(events.size() - 1)).isEqualTo(new LinkEvent.Closed(0, "client", length, length));
            FaultPlan plan = schedule.plan(0).orElseThrow();
            if (plan.afterBytes() > length) {
                assertThat(events).hasSize(2);
            } else {
                assertThat(events).hasSize(4);
                LinkEvent.FaultStarted started = (LinkEvent.FaultStarted) events.get(1);
                assertThat(started.plan()).isEqualTo(plan);
                assertThat(started.upBytes()).isEqualTo(plan.afterBytes());
                assertThat(events.get(2)).isInstanceOf(LinkEvent.FaultEnded.class);
            }
        }
    }

    @Provide
    Arbitrary<List<FaultPattern>> lossless() {
        return Combinators.combine(
                        Arbitraries.of(FaultKind.DELAY, FaultKind.THROTTLE, FaultKind.STALL),
                        Arbitraries.longs().between(0, 20_000),
                        Arbitraries.longs().between(0, 20_000),
                        Arbitraries.longs().between(1, 40),
                        Arbitraries.longs().between(200_000, 5_000_000))
                .as((kind, bytes, more, ms, rate) -> new FaultPattern(kind, 1, bytes, bytes + more, 1, ms, rate))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    /** Everything a link told, in the order it came. */
    private static final class Notes implements Consumer<LinkEvent>, AutoCloseable {
        private final List<LinkEvent> events = new CopyOnWriteArrayList<>();
        private volatile long faultStartedNanos;

        @Override
        public void accept(LinkEvent event) {
            if (event instanceof LinkEvent.FaultStarted) {
                faultStartedNanos = System.nanoTime();
            }
            events.add(event);
        }

        /** All of one connection, which is over. */
        List<LinkEvent> untilClosed(long connection) {
            await().until(() -> events.stream()
                    .anyMatch(event -> event instanceof LinkEvent.Closed && event.connection() == connection));
            return events.stream()
                    .filter(event -> event.connection() == connection)
                    .toList();
        }

        /** Whatever happened, each connection was opened first and closed last, once, with its fault in between. */
        @Override
        public void close() {
            events.stream().map(LinkEvent::connection).distinct().forEach(connection -> {
                List<String> words = events.stream()
                        .filter(event -> event.connection() == connection)
                        .map(event -> event.getClass().getSimpleName())
                        .toList();
                assertThat(String.join(" ", words)).matches("Opened( FaultStarted FaultEnded)? Closed");
            });
        }
    }

    private static FaultyLink link(EchoEndpoint endpoint, FaultSchedule schedule, Consumer<LinkEvent> events)
            throws IOException {
        return FaultyLink.open(loopback(), "127.0.0.1", endpoint.port(), schedule, events);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static FaultSchedule always(FaultPlan plan) {
        FaultPattern pattern = new FaultPattern(
                plan.kind(),
                1,
                plan.afterBytes(),
                plan.afterBytes(),
                plan.durationMs(),
                plan.durationMs(),
                plan.bytesPerSecond());
        return new FaultSchedule(0, 1, List.of(pattern));
    }

    private static Socket connect(FaultyLink link) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(20_000);
        socket.connect(link.address());
        return socket;
    }

    /** Sends all and ends, while it reads until the other side ends. */
    private static byte[] talk(Socket client, byte[] sent) throws Exception {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                client.getOutputStream().write(sent);
                client.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        byte[] read = client.getInputStream().readAllBytes();
        sending.get(20, TimeUnit.SECONDS);
        return read;
    }

    private static void talkOnce(FaultyLink link) throws Exception {
        try (Socket client = connect(link)) {
            assertThat(talk(client, bytes(10))).isEqualTo(bytes(10));
        }
    }

    /** Reads what still comes; it must end in a reset. */
    private static void assertReset(Socket client) {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        assertThatThrownBy(() -> client.getInputStream().transferTo(before))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    private static CompletableFuture<Boolean> awaiting(FaultyLink link, int port, long bytes) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(link.awaitForwarded(port, bytes, inSeconds(30)));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static List<String> threadsOf(FaultyLink link) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("link-" + link.port() + "-"))
                .toList();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long inSeconds(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
