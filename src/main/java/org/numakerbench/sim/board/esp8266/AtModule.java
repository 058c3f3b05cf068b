package org.numakerbench.sim.board.esp8266;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.esp8266.Radio.Link;

/**
 * The module's AT firmware, as far as links go. It does one thing at a time: while a packet is not acknowledged every
 * command is answered {@code busy s...}, while a link is being opened {@code busy p...}. A command that the driver gave up
 * waiting for is carried out all the same: that is how driver and module come to disagree.
 *
 * <p>Sources: Espressif's AT instruction set; the example's README, "Trouble-shooting".
 */
final class AtModule {
    /** Links 0 to 4, {@code AT+CIPMUX=1}. */
    static final int LINKS = 5;

    /** What the acknowledgement of a packet may be late by before a command is refused. */
    private static final long HOLD_NANOS = 30_000_000;

    private final Ticker ticker;
    private final Radio radio;
    private final ModuleTraits traits;
    private final SplittableRandom random;
    private final Consumer<String> heard;

    private final @Nullable Link[] links = new Link[LINKS];
    private @Nullable Link sending;
    private long opensAt = Long.MIN_VALUE;
    private long deliveredAt = Long.MIN_VALUE;
    private @Nullable Link taking;
    private int missingBytes;
    private long promptAt = Long.MIN_VALUE;

    /** @param heard takes every line that the driver reads and does not wait for */
    AtModule(Ticker ticker, Radio radio, ModuleTraits traits, Consumer<String> heard) {
        this.ticker = ticker;
        this.radio = radio;
        this.traits = traits;
        this.random = new SplittableRandom(traits.seed());
        this.heard = heard;
    }

    /** {@code AT+RST}: every link is gone, and so is what was unfinished. */
    boolean reset(long deadline) {
        for (int id = 0; id < LINKS; id++) {
            drop(id);
        }
        sending = null;
        taking = null;
        opensAt = Long.MIN_VALUE;
        return within(traits.prompt(), deadline);
    }

    /** {@code AT+CWJAP_CUR}. */
    boolean join(long deadline) {
        return within(traits.join(), deadline);
    }

    /** {@code AT+CIPSTART}; true when {@code OK} came by {@code deadline}. */
    boolean open(String command, int id, String host, int port, long deadline) {
        if (!accepts(command, deadline)) {
            return false;
        }
        if (links[id] != null) {
            return refuse(deadline, "ALREADY CONNECTED", "ERROR");
        }
        Link opened = radio.connect(host, port);
        if (opened == null) {
            return refuse(deadline, "ERROR");
        }
        links[id] = opened;
        opensAt = ticker.nanos() + traits.open().nanos(random, traits.slowness());
        return reached(opensAt, deadline);
    }

    /** {@code AT+CIPSEND}; true when the prompt came by {@code deadline}. */
    boolean prompt(String command, int id, int bytes, long deadline) {
        if (!accepts(command, deadline)) {
            return false;
        }
        Link link = links[id];
        if (link == null || link.isEnded()) {
            drop(id);
            return refuse(deadline, "link is not valid", "ERROR");
        }
        taking = link;
        missingBytes = bytes;
        promptAt = ticker.nanos() + traits.prompt().nanos(random, traits.slowness());
        return reached(promptAt, deadline);
    }

    /** The bytes after the prompt. */
    void take(byte[] bytes) {
        Link link = taking;
        if (link == null) {
            return;
        }
        int count = Math.min(bytes.length, missingBytes);
        link.send(Arrays.copyOf(bytes, count));
        missingBytes -= count;
        if (missingBytes == 0) {
            taking = null;
            sending = link;
            deliveredAt = ticker.nanos() + traits.acknowledge().nanos(random, traits.slowness());
        }
    }

    /** {@code AT+CIPCLOSE}; true when {@code OK} came by {@code deadline}. */
    boolean close(String command, int id, long deadline) {
        if (!accepts(command, deadline)) {
            return false;
        }
        if (links[id] == null) {
            return refuse(deadline, "UNLINK", "ERROR");
        }
        drop(id);
        return within(traits.close(), deadline);
    }

    /**
     * The next packet of a link, {@code +IPD}; null when none came by {@code deadline}, or when it paused for longer than
     * {@code gapNanos}: the driver then throws away what it has of it.
     */
    byte @Nullable [] receive(int id, long deadline, long gapNanos) {
        while (true) {
            Link link = links[id];
            byte[] packet = link == null ? null : link.receive(deadline);
            if (packet == null) {
                return null;
            }
            long pause = traits.pause().nanos(random, traits.slowness());
            ticker.sleepUntil(ticker.nanos() + Math.min(pause, gapNanos));
            if (pause <= gapNanos) {
                heard.accept("+IPD");
                return packet;
            }
            heard.accept("(Timeout)");
            link.lose();
        }
    }

    /** False, at {@code deadline}, while something is unfinished. */
    private boolean accepts(String command, long deadline) {
        long now = ticker.nanos();
        if (taking != null) {
            // The prompt came late, and nobody saw it: what is meant as a command is data to the module.
            if (now >= promptAt) {
                take(Arrays.copyOf(command.getBytes(StandardCharsets.US_ASCII), command.length() + 2));
            }
            ticker.sleepUntil(deadline);
            return false;
        }
        if (opensAt > now) {
            return refuse(deadline, "busy p...");
        }
        Link unfinished = sending;
        if (unfinished != null && !unfinished.isEnded()) {
            // An ordinary acknowledgement is waited for; only a transfer that drags on makes the firmware refuse.
            long patience = Math.max(deliveredAt, now + HOLD_NANOS);
            if (!unfinished.awaitDelivered(Math.min(patience, deadline))) {
                heard.accept("busy s...");
                finish(unfinished, deadline);
                ticker.sleepUntil(deadline);
                return false;
            }
            ticker.sleepUntil(Math.min(deliveredAt, deadline));
            heard.accept("SEND OK");
        }
        sending = null;
        return true;
    }

    private void finish(Link unfinished, long deadline) {
        if (unfinished.awaitDelivered(deadline)) {
            heard.accept("SEND OK");
            sending = null;
        }
    }

    private boolean refuse(long deadline, String... words) {
        for (String word : words) {
            heard.accept(word);
        }
        ticker.sleepUntil(deadline);
        return false;
    }

    private boolean within(Latency latency, long deadline) {
        return reached(ticker.nanos() + latency.nanos(random, traits.slowness()), deadline);
    }

    private boolean reached(long at, long deadline) {
        ticker.sleepUntil(Math.min(at, deadline));
        return at <= deadline;
    }

    private void drop(int id) {
        Link link = links[id];
        links[id] = null;
        if (link != null) {
            link.close();
            if (link == sending) {
                sending = null;
            }
        }
    }
}
