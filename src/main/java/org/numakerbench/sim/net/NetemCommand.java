package org.numakerbench.sim.net;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands that make a Linux network interface bad below TCP, where a proxy cannot reach: lost and late packets.
 * They are built here and run by nobody, as they need root and change the whole machine.
 *
 * @param device the network interface, such as {@code wlan0}
 * @param delayMs how much later every packet leaves, in ms; 0: no delay
 * @param jitterMs by how much that varies, either way, in ms; needs a delay
 * @param lossPercent how many packets are lost, 0 to 100 %
 * @param rateKbit the most the interface carries, in kbit/s; 0: no limit
 */
public record NetemCommand(String device, int delayMs, int jitterMs, double lossPercent, int rateKbit) {
    /** IFNAMSIZ of Linux is 16 with the closing zero; a name of other characters would need quoting somewhere. */
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9._-]{1,15}");

    /** @throws IllegalArgumentException when a value is out of its range, or there is nothing to inject */
    public NetemCommand {
        check(DEVICE.matcher(device).matches(), "not the name of a network interface: '" + device + "'");
        check(!device.startsWith("-"), "tc would take the interface '" + device + "' for an option");
        check(delayMs >= 0, "a delay cannot be " + delayMs + " ms");
        check(jitterMs >= 0, "a jitter cannot be " + jitterMs + " ms");
        check(jitterMs == 0 || delayMs > 0, "netem takes a jitter only with a delay");
        check(lossPercent >= 0 && lossPercent <= 100, "a loss of " + lossPercent + " % is not possible");
        check(rateKbit >= 0, "a rate cannot be " + rateKbit + " kbit/s");
        check(delayMs > 0 || lossPercent > 0 || rateKbit > 0, "netem without a delay, a loss or a rate does nothing");
    }

    /** Sets the fault, in place of whatever the interface had before: {@code tc qdisc replace ...}. */
    public List<String> set() {
        List<String> words = new ArrayList<>(List.of("tc", "qdisc", "replace", "dev", device, "root", "netem"));
        if (delayMs > 0) {
            words.addAll(List.of("delay", delayMs + "ms"));
        }
        if (jitterMs > 0) {
            words.add(jitterMs + "ms");
        }
        if (lossPercent > 0) {
            words.addAll(List.of("loss", plain(lossPercent) + "%"));
        }
        if (rateKbit > 0) {
            words.addAll(List.of("rate", rateKbit + "kbit"));
        }
        return List.copyOf(words);
    }

    /** Takes the fault away: {@code tc qdisc del ...}. */
    public List<String> remove() {
        return List.of("tc", "qdisc", "del", "dev", device, "root");
    }

    /** 2, not 2.0; 0.0001, not 1.0E-4. */
    private static String plain(double percent) {
        return BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
