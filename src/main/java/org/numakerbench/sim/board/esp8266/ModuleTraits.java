package org.numakerbench.sim.board.esp8266;

/**
 * What a module and its radio surroundings are like.
 *
 * @param seed of everything it draws
 * @param slowness factor on every latency: 1 for an ordinary module, 0.1 for a world ten times as quick
 * @param join joining the network
 * @param open a TCP handshake over Wi-Fi, up to {@code CONNECT OK}
 * @param prompt from {@code AT+CIPSEND} to {@code >}
 * @param pause longest gap within an arriving packet
 * @param close from {@code AT+CIPCLOSE} to {@code OK}
 * @param acknowledge from the last byte of a packet to its acknowledgement on a good network
 */
public record ModuleTraits(
        long seed,
        double slowness,
        Latency join,
        Latency open,
        Latency prompt,
        Latency pause,
        Latency close,
        Latency acknowledge) {
    /**
     * An ordinary module: medians of what users of the AT firmware report, with tails so that 500 ms are now and then too
     * short for a TCP handshake and for a packet.
     */
    public static ModuleTraits ordinary(long seed, double slowness) {
        return new ModuleTraits(
                seed,
                slowness,
                new Latency(2500, 0.25),
                new Latency(160, 0.6),
                new Latency(18, 0.8),
                new Latency(6, 1.3),
                new Latency(25, 0.6),
                new Latency(40, 0.5));
    }

    /** The same surroundings, seen by another module or at another time. */
    public ModuleTraits with(long otherSeed, double factor) {
        return new ModuleTraits(otherSeed, slowness * factor, join, open, prompt, pause, close, acknowledge);
    }
}
