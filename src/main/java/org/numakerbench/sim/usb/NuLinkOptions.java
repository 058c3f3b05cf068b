package org.numakerbench.sim.usb;

import java.time.Duration;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.program.Endpoint;

/**
 * An adapter and the board behind it.
 *
 * @param name for threads and logs
 * @param baud pace of the board's UART in bits a second; 0: as fast as it goes
 * @param endpoint the cloud that is compiled into the firmware
 * @param takesBreak it announces serial breaks, and resets the board at one; no published adapter does
 * @param label of its volume
 * @param sizeKib of its volume
 * @param programming how long it programs
 */
public record NuLinkOptions(
        String name,
        Target target,
        int baud,
        Endpoint endpoint,
        Personality personality,
        boolean takesBreak,
        String label,
        int sizeKib,
        boolean readOnly,
        Duration programming) {
    /** A Nu-Link1 with its switch on. */
    public static NuLinkOptions ordinary(String name, Target target, Endpoint endpoint) {
        return new NuLinkOptions(
                name,
                target,
                115_200,
                endpoint,
                Personality.NU_LINK1_MASS_STORAGE,
                false,
                "NuMicro MCU",
                2048,
                false,
                Duration.ofMillis(300));
    }

    public NuLinkOptions as(Personality other) {
        return new NuLinkOptions(
                name, target, baud, endpoint, other, takesBreak, label, sizeKib, readOnly, programming);
    }

    public NuLinkOptions takingBreaks() {
        return new NuLinkOptions(
                name, target, baud, endpoint, personality, true, label, sizeKib, readOnly, programming);
    }

    public NuLinkOptions withBaud(int other) {
        return new NuLinkOptions(
                name, target, other, endpoint, personality, takesBreak, label, sizeKib, readOnly, programming);
    }

    /** Another volume. */
    public NuLinkOptions withVolume(String otherLabel, int otherKib, boolean otherReadOnly) {
        return new NuLinkOptions(
                name,
                target,
                baud,
                endpoint,
                personality,
                takesBreak,
                otherLabel,
                otherKib,
                otherReadOnly,
                programming);
    }

    public NuLinkOptions programmingFor(Duration other) {
        return new NuLinkOptions(
                name, target, baud, endpoint, personality, takesBreak, label, sizeKib, readOnly, other);
    }
}
