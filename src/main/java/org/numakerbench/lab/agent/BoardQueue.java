package org.numakerbench.lab.agent;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.store.LabDatabase;

/**
 * The part of the queue that one board may take from: what is for it or for any of its target, and whose identity nobody
 * uses. That is a look only, which saves vain attempts; what is taken is guarded by leases.
 */
final class BoardQueue {
    private BoardQueue() {}

    /** @param outOf nights that the board takes nothing from any more */
    static JdbcCustomization of(LabDatabase database, BoardSelector.Board board, Set<String> outOf) {
        String mine = quoted(List.of(board.text(), new BoardSelector.Any(board.target()).text()));
        return database.isShared()
                ? new PostgreSqlJdbcCustomization(true, false) {
                    @Override
                    public String createSelectDueQuery(String table, int limit, String and, boolean priority) {
                        return due(database, board, mine, outOf, table, limit, and);
                    }
                }
                : new SqliteJdbcCustomization() {
                    @Override
                    public String createSelectDueQuery(String table, int limit, String and, boolean priority) {
                        return due(database, board, mine, outOf, table, limit, and);
                    }
                };
    }

    private static String due(
            LabDatabase database,
            BoardSelector.Board board,
            String mine,
            Set<String> outOf,
            String table,
            int limit,
            String and) {
        String nights = outOf.isEmpty() ? "" : " and i.night not in (" + quoted(outOf) + ")";
        return "select t.* from " + table + " t join item i on i.item = t.task_instance"
                + " where t.picked = ? and t.execution_time <= ? " + and + " and i.word is null and i.place in (" + mine
                + ")" + nights + " and not exists (select 1 from lease l"
                + " where l.name in (i.thing_lease, i.client_lease, i.topic_lease) and l.board <> "
                + quoted(List.of(board.text())) + " and l.until_ms > "
                + database.clock().now().toEpochMilli() + ") order by t.execution_time limit " + limit;
    }

    private static String quoted(Collection<String> texts) {
        return texts.stream().map(it -> "'" + it.replace("'", "''") + "'").collect(Collectors.joining(", "));
    }
}
