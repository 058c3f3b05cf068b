package org.numakerbench.web.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.numakerbench.history.RunQuery;

/**
 * What somebody typed into the search form; all of it may be anything.
 *
 * @param from first day, as {@code 2026-01-31}; UTC
 * @param to last day
 * @param page from 1
 */
public record Search(String board, String image, String build, String outcome, String from, String to, int page) {
    private static final int PAGE = 50;
    private static final int LONGEST = 200;

    /** Strips and cuts what was typed. */
    public static Search of(
            String board, String image, String build, String outcome, String from, String to, String page) {
        return new Search(
                typed(board),
                typed(image),
                typed(build),
                typed(outcome),
                typed(from),
                typed(to),
                page.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(page) : 1);
    }

    private static String typed(String text) {
        // PostgreSQL takes no NUL in a text.
        String line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }

    /** @throws IllegalArgumentException in words when a date is none */
    public RunQuery query() {
        return new RunQuery(
                board,
                image,
                build,
                outcome.toUpperCase(Locale.ROOT),
                day(from),
                day(to).map(it -> it.plusSeconds(24 * 60 * 60)),
                (page - 1) * PAGE,
                PAGE);
    }

    private static Optional<Instant> day(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(text);
            // No run is from another millennium, and a database's numbers end.
            if (day.getYear() < 2000 || day.getYear() > 2999) {
                throw new DateTimeException("no such year");
            }
            return Optional.of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException("\"" + text + "\" is no date; a date looks like 2026-01-31", wrong);
        }
    }

    String address(int number) {
        StringBuilder address = new StringBuilder("/runs?page=").append(number);
        add(address, "board", board);
        add(address, "image", image);
        add(address, "build", build);
        add(address, "outcome", outcome);
        add(address, "from", from);
        add(address, "to", to);
        return address.toString();
    }

    private static void add(StringBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.append('&').append(name).append('=').append(Links.part(value));
        }
    }
}
