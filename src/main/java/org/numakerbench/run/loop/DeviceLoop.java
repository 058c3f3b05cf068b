package org.numakerbench.run.loop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One loop of the firmware.
 *
 * @param number from 0, over all boots of the capture
 * @param boot from 1; a loop leaves nothing behind for the loops of another boot
 * @param startNanos of its first line, monotonic time of the log
 * @param endNanos of the next loop's first line, or of the last entry
 * @param failure what failed first; null when the device says that all went well
 * @param unseen what the device claims and the cloud did not show though the witness was awake; null when nothing
 * @param hung the device went silent
 * @param watched the witness had its connection all the time; else the endpoint may be to blame for a failure
 * @param cause why it failed; null when it passed
 * @param faults what the link did to its connections
 * @param driver debug lines of the network driver
 */
public record DeviceLoop(
        int number,
        int boot,
        long startNanos,
        long endNanos,
        @Nullable Failure failure,
        @Nullable String unseen,
        boolean hung,
        boolean watched,
        @Nullable Cause cause,
        List<LinkFault> faults,
        List<DriverLine> driver) {
    public DeviceLoop {
        faults = List.copyOf(faults);
        driver = List.copyOf(driver);
    }

    /** True when the device says so and the cloud saw it. */
    public boolean passed() {
        return cause == null;
    }

    /** The same, of a loop during which the witness had no connection after all. */
    public DeviceLoop unwatched() {
        return new DeviceLoop(number, boot, startNanos, endNanos, failure, unseen, hung, false, cause, faults, driver);
    }

    /** True when an earlier loop's failure caused this one. */
    public boolean isConsequence() {
        return cause instanceof Cause.Earlier;
    }

    /**
     * What a device says failed.
     *
     * @param step hierarchical step name, or {@code boot} before any
     */
    public record Failure(String step, String text, long nanos, long seq) {}

    /** Why a loop failed. */
    public sealed interface Cause {
        /** The link disturbed its connection before it failed. */
        record Disturbed(LinkFault fault) implements Cause {}

        /** The loop before it failed, and nothing new happened to it: what was left behind made it fail, too. */
        record Earlier(int firstFailedLoop) implements Cause {}

        /** Nothing that the bench did explains it. */
        record Own() implements Cause {}
    }

    /**
     * The link disturbed a connection.
     *
     * @param seq entry of the log
     */
    public record LinkFault(long connection, String fault, String detail, long nanos, long seq) {}

    /** A debug line, with the time at which it was complete. */
    public record DriverLine(String text, long nanos) {}
}
