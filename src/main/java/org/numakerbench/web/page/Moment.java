package org.numakerbench.web.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An instant as pages show it.
 *
 * @param iso for machines
 * @param words for people
 */
public record Moment(String iso, String words) {
    private static final DateTimeFormatter WORDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public static Moment of(Instant at) {
        return new Moment(at.toString(), WORDS.format(at));
    }
}
