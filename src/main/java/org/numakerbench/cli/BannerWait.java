package org.numakerbench.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Fact;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.UartParser;

/**
 * Waits for the boot banner that proves a reset. What adapter and driver held from the start before is no proof: only what
 * came after the means that worked was asked counts, and after the port came back where that means took it away.
 */
final class BannerWait implements Consumer<Fact> {
    private @Nullable UartParser parser;
    private boolean returned;
    private long issuedNanos;
    private long heardNanos = System.nanoTime();
    private @Nullable Long bannerNanos;

    @Override
    public synchronized void accept(Fact fact) {
        if (fact instanceof Fact.PortOpened) {
            // Opening may take longer than what is called quiet.
            heardNanos = System.nanoTime();
        } else if (fact instanceof Fact.ResetIssued) {
            issuedNanos = System.nanoTime();
            listenAnew();
        } else if (fact instanceof Fact.ResetReturned) {
            returned = true;
        } else if (fact instanceof Fact.PortGone && parser != null && !returned) {
            listenAnew();
        } else if (fact instanceof Fact.UartReceived it) {
            heardNanos = System.nanoTime();
            hear(it);
        }
        notifyAll();
    }

    private void listenAnew() {
        parser = new UartParser();
        bannerNanos = null;
    }

    private void hear(Fact.UartReceived text) {
        if (parser == null) {
            return;
        }
        for (Claim claim : parser.accept(text.bytes())) {
            if (claim.kind() == ClaimKind.BOOT_BANNER && bannerNanos == null) {
                bannerNanos = heardNanos;
            }
        }
    }

    /** Until nothing has come for {@code quiet}, but not for an endless stream. */
    synchronized void awaitQuiet(Duration quiet, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            long now = System.nanoTime();
            long left = Math.min(heardNanos + quiet.toNanos(), end) - now;
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** How long after the reset was asked for the banner came; null when none did within {@code limit}. */
    synchronized @Nullable Duration await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (bannerNanos == null) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return Duration.ofNanos(bannerNanos - issuedNanos);
    }
}
