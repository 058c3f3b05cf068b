package org.numakerbench.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Window NIGHT = window("22:00", "06:00");

    @Test
    void startedByDayItOpensInTheEveningAndClosesInTheMorning() {
        Instant opens = NIGHT.opens(at("2026-06-10T14:00:00+02:00"));

        assertThat(opens).isEqualTo(at("2026-06-10T22:00:00+02:00"));
        assertThat(NIGHT.closesAfter(opens)).isEqualTo(at("2026-06-11T06:00:00+02:00"));
    }

    @Test
    void startedInsideItIsOpenBeforeAndAfterMidnight() {
        for (String inside : new String[] {
            "2026-06-10T22:00:00+02:00",
            "2026-06-10T23:59:59+02:00",
            "2026-06-11T00:00:00+02:00",
            "2026-06-11T05:59:59+02:00"
        }) {
            Instant now = at(inside);
            assertThat(NIGHT.opens(now)).as(inside).isEqualTo(now);
            assertThat(NIGHT.closesAfter(now)).as(inside).isEqualTo(at("2026-06-11T06:00:00+02:00"));
        }
    }

    @Test
    void itKnowsWhenItOpened() {
        assertThat(NIGHT.opened(at("2026-06-11T03:00:00+02:00"))).isEqualTo(at("2026-06-10T22:00:00+02:00"));
        assertThat(NIGHT.opened(at("2026-06-10T22:00:00+02:00"))).isEqualTo(at("2026-06-10T22:00:00+02:00"));
        assertThat(NIGHT.isOpen(at("2026-06-11T03:00:00+02:00"))).isTrue();
        assertThat(NIGHT.isOpen(at("2026-06-11T13:00:00+02:00"))).isFalse();
    }

    @Test
    void startedAtTheMinuteItClosesItWaitsForTheNextEvening() {
        assertThat(NIGHT.opens(at("2026-06-11T06:00:00+02:00"))).isEqualTo(at("2026-06-11T22:00:00+02:00"));
    }

    @Test
    void aWindowWithinOneDayNeedsNoMidnight() {
        Window noon = window("12:00", "13:30");

        assertThat(noon.opens(at("2026-06-10T11:00:00+02:00"))).isEqualTo(at("2026-06-10T12:00:00+02:00"));
        assertThat(noon.opens(at("2026-06-10T13:00:00+02:00"))).isEqualTo(at("2026-06-10T13:00:00+02:00"));
        assertThat(noon.opens(at("2026-06-10T14:00:00+02:00"))).isEqualTo(at("2026-06-11T12:00:00+02:00"));
        assertThat(noon.closesAfter(at("2026-06-10T12:00:00+02:00"))).isEqualTo(at("2026-06-10T13:30:00+02:00"));
    }

    @Test
    void fromLaterThanToByAMinuteIsNearlyAllDay() {
        Window nearlyAlways = window("06:01", "06:00");
        Instant now = at("2026-06-10T14:00:00+02:00");

        assertThat(nearlyAlways.opens(now)).isEqualTo(now);
        assertThat(nearlyAlways.closesAfter(now)).isEqualTo(at("2026-06-11T06:00:00+02:00"));
    }

    @Test
    void theZoneIsThePlansWhateverTheHostsIs() {
        Window tokyo = new Window(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Asia/Tokyo"));

        assertThat(tokyo.opens(at("2026-06-10T14:00:00+02:00"))).isEqualTo(at("2026-06-10T22:00:00+09:00"));
    }

    @Test
    void theNightTheClocksGoForwardIsAnHourShorter() {
        Instant opens = NIGHT.opens(at("2026-03-28T20:00:00+01:00"));

        assertThat(opens).isEqualTo(at("2026-03-28T22:00:00+01:00"));
        assertThat(NIGHT.closesAfter(opens)).isEqualTo(at("2026-03-29T06:00:00+02:00"));
        assertThat(Duration.between(opens, NIGHT.closesAfter(opens))).isEqualTo(Duration.ofHours(7));
    }

    @Test
    void theNightTheClocksGoBackIsAnHourLonger() {
        Instant opens = NIGHT.opens(at("2026-10-24T20:00:00+02:00"));

        assertThat(NIGHT.closesAfter(opens)).isEqualTo(at("2026-10-25T06:00:00+01:00"));
        assertThat(Duration.between(opens, NIGHT.closesAfter(opens))).isEqualTo(Duration.ofHours(9));
    }

    @Test
    void aTimeThatDoesNotExistIsAnHourLaterThatNight() {
        assertThat(window("22:00", "02:30").closesAfter(at("2026-03-28T22:00:00+01:00")))
                .isEqualTo(at("2026-03-29T03:30:00+02:00"));
        assertThat(window("02:30", "05:00").opens(at("2026-03-29T00:00:00+01:00")))
                .isEqualTo(at("2026-03-29T03:30:00+02:00"));
    }

    @Test
    void aTimeThatComesTwiceIsTheFirst() {
        Window early = window("22:00", "02:30");

        assertThat(early.closesAfter(at("2026-10-24T22:00:00+02:00"))).isEqualTo(at("2026-10-25T02:30:00+02:00"));
        // It is a quarter past two again, and the night has closed.
        assertThat(early.opens(at("2026-10-25T02:15:00+01:00"))).isEqualTo(at("2026-10-25T22:00:00+01:00"));
        Instant secondQuarterPastTwo = at("2026-10-25T02:15:00+01:00");
        assertThat(window("02:00", "05:00").opens(secondQuarterPastTwo)).isEqualTo(secondQuarterPastTwo);
    }

    @Property(tries = 2000)
    void itOpensWithinADayAndClosesAfterItHasOpened(
            @ForAll @LongRange(min = 1_767_222_000L, max = 1_798_758_000L) long second,
            @ForAll @IntRange(max = 1439) int from,
            @ForAll @IntRange(min = 61, max = 1379) int length) {
        Instant now = Instant.ofEpochSecond(second);
        LocalTime opensAt = LocalTime.MIN.plusMinutes(from);
        Window window = new Window(opensAt, opensAt.plusMinutes(length), BERLIN);

        Instant opens = window.opens(now);
        Instant closes = window.closesAfter(opens);

        assertThat(opens).isBetween(now, now.plus(Duration.ofHours(25)));
        assertThat(closes).isAfter(opens).isBeforeOrEqualTo(opens.plus(Duration.ofHours(25)));
        assertThat(window.opens(opens)).as("open when it opens").isEqualTo(opens);
        ZonedDateTime close = closes.atZone(BERLIN);
        assertThat(window.opens(closes)).as("closed at %s", close).isAfter(closes);
    }

    private static Window window(String from, String to) {
        return new Window(LocalTime.parse(from), LocalTime.parse(to), BERLIN);
    }

    private static Instant at(String time) {
        return OffsetDateTime.parse(time).toInstant();
    }
}
