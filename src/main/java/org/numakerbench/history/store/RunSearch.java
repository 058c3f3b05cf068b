package org.numakerbench.history.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.numakerbench.history.RunFound;
import org.numakerbench.history.RunQuery;

/** Looks for runs by what a person remembers of them. */
final class RunSearch {
    private RunSearch() {}

    static RunFound.Page page(Handle open, RunQuery query) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        holds(conditions, values, "board", "r.bench || '/' || r.board", query.board());
        holds(conditions, values, "image", "i.image", query.image());
        if (!query.build().isEmpty()) {
            conditions.add("(lower(coalesce(i.build_id, '')) like :build escape '!'"
                    + " or lower(coalesce(i.commit_id, '')) like :commit escape '!')");
            values.put("build", "%" + literal(query.build()) + "%");
            values.put("commit", literal(query.build()) + "%");
        }
        if (!query.outcome().isEmpty()) {
            conditions.add("r.outcome = :outcome");
            values.put("outcome", query.outcome());
        }
        query.from().ifPresent(it -> {
            conditions.add("r.started_ms >= :from");
            values.put("from", it.toEpochMilli());
        });
        query.until().ifPresent(it -> {
            conditions.add("r.started_ms < :until");
            values.put("until", it.toEpochMilli());
        });
        List<RunFound> found = open.createQuery("select r.run, r.bench, r.board, r.started_ms, r.outcome, s.target,"
                        + " i.image, i.build_id, i.commit_id, r.max_bytes from run r"
                        + " join image i on i.image_id = r.image_id join series s on s.series_id = r.series_id"
                        + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
                        + " order by r.started_ms desc, r.run_id desc limit :limit offset :skip")
                .bindMap(values)
                .bind("limit", query.limit() + 1)
                .bind("skip", query.skip())
                .map((row, context) -> {
                    long bytes = row.getLong(10);
                    Long maxBytes = row.wasNull() ? null : bytes;
                    return new RunFound(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4)),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getString(8),
                            row.getString(9),
                            maxBytes);
                })
                .list();
        boolean more = found.size() > query.limit();
        return new RunFound.Page(more ? found.subList(0, query.limit()) : found, more);
    }

    private static void holds(
            List<String> conditions, Map<String, Object> values, String name, String column, String text) {
        if (!text.isEmpty()) {
            conditions.add("lower(" + column + ") like :" + name + " escape '!'");
            values.put(name, "%" + literal(text) + "%");
        }
    }

    /** A text that stands for itself in a pattern. */
    private static String literal(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace("!", "!!")
                .replace("%", "!%")
                .replace("_", "!_");
    }
}
