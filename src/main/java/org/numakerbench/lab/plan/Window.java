package org.numakerbench.lab.plan;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The hours in which runs may start, every day; over midnight when {@code to} is before {@code from}.
 *
 * @param zone whose wall clock is meant; null becomes this host's
 */
public record Window(LocalTime from, LocalTime to, @Nullable ZoneId zone) {
    public Window {
        zone = zone == null ? ZoneId.systemDefault() : zone;
    }

    /** When it opens: {@code now} if it is open, else the next time. */
    public Instant opens(Instant now) {
        if (isOpen(now)) {
            return now;
        }
        ZonedDateTime here = now.atZone(zone);
        ZonedDateTime next = at(here, from);
        return (next.isAfter(here) ? next : at(here.plusDays(1), from)).toInstant();
    }

    public boolean isOpen(Instant now) {
        return now.isBefore(closesAfter(opened(now)));
    }

    /** When it opened last. */
    public Instant opened(Instant now) {
        ZonedDateTime here = now.atZone(zone);
        ZonedDateTime last = at(here, from);
        return (last.isAfter(here) ? at(here.minusDays(1), from) : last).toInstant();
    }

    /** When it closes after {@code opened}. */
    public Instant closesAfter(Instant opened) {
        ZonedDateTime here = opened.atZone(zone);
        ZonedDateTime close = at(here, to);
        return (close.isAfter(here) ? close : at(here.plusDays(1), to)).toInstant();
    }

    /** On the night the clocks change the hour that does not exist is the next one that does. */
    private ZonedDateTime at(ZonedDateTime day, LocalTime time) {
        return ZonedDateTime.of(day.toLocalDate(), time, zone);
    }
}
