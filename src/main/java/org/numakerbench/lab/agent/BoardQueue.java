package org.numakerbench.lab.agent;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.lab.plan.Place;
import org.numakerbench.lab.store.LabDatabase;

/**
 * The part of the queue that one board may take from: what is for it or for any of its target, and whose identity nobody
 * uses. That is a look only, which saves vain attempts; what is taken is guarded by leases.
 */
final class BoardQueue {
    private BoardQueue() {}

    static JdbcCustomization of(LabDatabase database, Place.Board board) {
        String mine = Stream.of(board.text(), new Place.Any(board.target()).text())
                .map(it -> "'" + it.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        return database.isShared()
                ? new PostgreSqlJdbcCustomization(true, false) {
                    @Override
                    public String createSelectDueQuery(String table, int limit, String and, boolean priority) {
                        return due(database, mine, table, limit, and);
                    }
                }
                : new SqliteJdbcCustomization() {
                    @Override
                    public String createSelectDueQuery(String table, int limit, String and, boolean priority) {
                        return due(database, mine, table, limit, and);
                    }
                };
    }

    private static String due(LabDatabase database, String mine, String table, int limit, String and) {
        return "select t.* from " + table + " t join item i on i.item = t.task_instance"
                + " where t.picked = ? and t.execution_time <= ? " + and + " and i.word is null and i.place in (" + mine
                + ") and not exists (select 1 from lease l"
                + " where l.name in (i.thing_lease, i.client_lease, i.topic_lease) and l.until_ms > "
                + database.clock().now().toEpochMilli() + ") order by t.execution_time limit " + limit;
    }
}
