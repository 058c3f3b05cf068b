package org.numakerbench.lab.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.cloud.TlsProbe;
import org.numakerbench.cloud.WitnessOptions;
import org.numakerbench.evidence.Fact;

/**
 * What no board can help: a full disk, an endpoint that is away, a plug that was pulled. A run that would meet it waits,
 * for as long as the plan has patience; each is told once when it begins and once when it is over.
 */
final class Preconditions {
    private static final long LOOK_AGAIN_MS = 2_000;

    private final AgentOptions options;
    private final Consumer<String> remark;
    private final AtomicBoolean cloudSuspected = new AtomicBoolean();
    private final AtomicBoolean cloudTold = new AtomicBoolean();
    private final AtomicBoolean diskTold = new AtomicBoolean();

    Preconditions(AgentOptions options, Consumer<String> remark) {
        this.options = options;
        this.remark = remark;
    }

    /** A run on this host lost the endpoint, or never had it. */
    void suspectCloud() {
        cloudSuspected.set(true);
    }

    /** Takes what holds a board up; null when nothing does any more. */
    @FunctionalInterface
    interface Waiting {
        void told(@Nullable String words);
    }

    /**
     * Waits until a run has a chance.
     *
     * @param station whose run it is
     * @param goOn false: stop waiting (the night has closed, the agent ends)
     * @return why there is still no chance, when patience ended; null when there is one
     */
    @Nullable
    String await(BoardSlot station, WitnessOptions witness, Duration patience, BooleanSupplier goOn, Waiting waiting)
            throws InterruptedException {
        long began = System.nanoTime();
        boolean unpluggedTold = false;
        boolean told = false;
        while (true) {
            String trouble = disk();
            if (trouble == null) {
                trouble = cloud(witness);
            }
            if (trouble == null && !station.isThere()) {
                trouble = "its serial port is gone";
                if (!unpluggedTold) {
                    unpluggedTold = true;
                    remark.accept(station.place().text() + ": " + trouble + "; waiting for it to be plugged in again");
                }
            }
            if (trouble == null) {
                if (unpluggedTold) {
                    remark.accept(station.place().text() + ": its serial port is back after " + seconds(began));
                }
                if (told) {
                    waiting.told(null);
                }
                return null;
            }
            if (System.nanoTime() - began > patience.toNanos() || !goOn.getAsBoolean()) {
                return trouble + ", for " + seconds(began);
            }
            told = true;
            waiting.told(trouble);
            // None of these sends word when it is over.
            TimeUnit.MILLISECONDS.sleep(Math.min(LOOK_AGAIN_MS, Math.max(100, patience.toMillis() / 10)));
        }
    }

    private static String seconds(long sinceNanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos) + " s";
    }

    private @Nullable String disk() {
        try {
            Files.createDirectories(options.out());
            long free = Files.getFileStore(options.out()).getUsableSpace();
            if (free < options.minFreeBytes()) {
                String words = "the disk of " + options.out() + " is full (" + free / 1024 + " KiB free, "
                        + options.minFreeBytes() / 1024 + " KiB wanted)";
                if (diskTold.compareAndSet(false, true)) {
                    remark.accept(words + "; runs wait for room");
                }
                return words;
            }
        } catch (IOException unreadable) {
            return "the disk of " + options.out() + " cannot be used (" + unreadable.getMessage() + ")";
        }
        if (diskTold.compareAndSet(true, false)) {
            remark.accept("the disk of " + options.out() + " has room again");
        }
        return null;
    }

    /** Asked only after a run had trouble with it. */
    private @Nullable String cloud(WitnessOptions witness) {
        if (!cloudSuspected.get()) {
            return null;
        }
        Fact seen = TlsProbe.probe(
                witness.host(), witness.mqttPort(), witness.alpn() ? "x-amzn-mqtt-ca" : null, witness.credentials());
        if (seen instanceof Fact.TlsProbeFailed failed) {
            String words = "the endpoint " + witness.host() + ":" + witness.mqttPort() + " is away";
            if (cloudTold.compareAndSet(false, true)) {
                remark.accept(words + " (" + failed.reason() + "); runs wait for it");
            }
            return words;
        }
        cloudSuspected.set(false);
        if (cloudTold.compareAndSet(true, false)) {
            remark.accept("the endpoint " + witness.host() + ":" + witness.mqttPort() + " is back");
        }
        return null;
    }
}
