package org.numakerbench.sim.board.esp8266;

import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.net.FaultKind;
import org.numakerbench.sim.net.FaultPlan;
import org.numakerbench.sim.net.FaultSchedule;

/** A radio whose network and peer are computed: every time at which something happens follows from what was sent. */
final class SimulatedRadio implements Radio {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final Ticker ticker;
    private final Latency answer;
    private final double slowness;
    private final FaultSchedule faults;
    private final SplittableRandom random;
    private long connections;
    private @Nullable FaultPlan begun;

    /** @param answer from a request to the first byte of its answer */
    SimulatedRadio(Ticker ticker, Latency answer, double slowness, FaultSchedule faults, long seed) {
        this.ticker = ticker;
        this.answer = answer;
        this.slowness = slowness;
        this.faults = faults;
        this.random = new SplittableRandom(seed);
    }

    /** The fault that began since the last call; null when none did. */
    @Nullable
    FaultPlan takeFault() {
        FaultPlan taken = begun;
        begun = null;
        return taken;
    }

    @Override
    public Link connect(String host, int port) {
        return new SimulatedLink(faults.plan(connections++));
    }

    private final class SimulatedLink implements Link {
        private final @Nullable FaultPlan plan;
        private long upBytes;
        private boolean faulty;
        private long stalledUntil = Long.MIN_VALUE;
        private long deliveredAt = Long.MIN_VALUE;
        private long answerAt = NEVER;
        private boolean ended;
        private boolean holed;

        SimulatedLink(Optional<FaultPlan> plan) {
            this.plan = plan.orElse(null);
        }

        @Override
        public void send(byte[] bytes) {
            upBytes += bytes.length;
            long now = ticker.nanos();
            if (!faulty && plan != null && upBytes > plan.afterBytes()) {
                begin(plan, now);
            }
            deliveredAt = Math.max(deliveredAt, forwardedAt(now, bytes.length));
            long after = deliveredAt == NEVER ? NEVER : deliveredAt + answer.nanos(random, slowness);
            answerAt = isDeaf() ? NEVER : Math.max(after, stalledUntil);
        }

        private void begin(FaultPlan fault, long now) {
            faulty = true;
            begun = fault;
            if (fault.kind() == FaultKind.STALL) {
                stalledUntil = now + fault.durationMs() * NANOS_PER_MS;
            } else if (fault.kind() == FaultKind.RESET) {
                ended = true;
            }
        }

        private long forwardedAt(long now, int bytes) {
            if (!faulty || plan == null) {
                return now;
            }
            return switch (plan.kind()) {
                case STALL -> Math.max(now, stalledUntil);
                case DROP -> plan.durationMs() > 0 ? now + plan.durationMs() * NANOS_PER_MS : NEVER;
                case RESET -> NEVER;
                case HALF_CLOSE -> now;
                case DELAY -> now + plan.durationMs() * NANOS_PER_MS;
                case THROTTLE -> now + bytes * 1_000_000_000L / Math.max(1, plan.bytesPerSecond());
            };
        }

        /** True when nothing can come from the peer any more. */
        private boolean isDeaf() {
            return faulty
                    && plan != null
                    && (plan.kind() == FaultKind.DROP
                            || plan.kind() == FaultKind.RESET
                            || plan.kind() == FaultKind.HALF_CLOSE);
        }

        @Override
        public boolean awaitDelivered(long deadline) {
            ticker.sleepUntil(Math.min(deliveredAt, deadline));
            return deliveredAt <= deadline;
        }

        @Override
        public byte @Nullable [] receive(long deadline) {
            if (holed || answerAt > deadline) {
                ticker.sleepUntil(deadline);
                return null;
            }
            ticker.sleepUntil(answerAt);
            return new byte[1];
        }

        @Override
        public boolean isEnded() {
            return ended || faulty && plan != null && plan.kind() == FaultKind.DROP && deliveredAt <= ticker.nanos();
        }

        @Override
        public void lose() {
            holed = true;
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
