package org.numakerbench.lab.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.EarlierRun;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.model.Owner;

/** What the earlier nights of a plan know of each cell. */
public final class EarlierRuns {
    private static final String CELL = "i.place, i.build, i.phases";
    private static final String RUN = CELL + ", a.night, i.image, i.sha256, a.build_id, a.run, a.started_ms, a.owner";
    private static final String EARLIER = " from attempt a join item i on i.item = a.item"
            + " join night n on n.night = a.night where n.plan = :plan and n.started_ms < :started";

    private final LabDatabase database;

    EarlierRuns(LabDatabase database) {
        this.database = database;
    }

    /** When each cell passed last before {@code night}. */
    public Map<NightCell.Key, EarlierRun> lastPasses(NightRow night) throws LabException {
        Map<NightCell.Key, EarlierRun> found = new HashMap<>();
        database.read(open -> {
            bound(
                            open.createQuery(
                                    "select * from (select " + RUN + ", row_number() over (partition by " + CELL
                                            + " order by a.started_ms desc, a.attempt) as nth" + EARLIER
                                            + " and a.outcome = 'PASS') passes where nth = 1"),
                            night)
                    .map((row, context) -> Map.entry(key(row), run(row)))
                    .forEach(it -> found.put(it.getKey(), it.getValue()));
            return 0;
        });
        return found;
    }

    /** When each cell failed first after its last pass before {@code night}, by who had to answer for it. */
    public Map<NightCell.Key, Map<Owner, EarlierRun>> firstFailures(NightRow night) throws LabException {
        Map<NightCell.Key, Map<Owner, EarlierRun>> found = new HashMap<>();
        database.read(open -> {
            bound(
                            open.createQuery("with passes as (select " + CELL + ", max(a.started_ms) as at_ms" + EARLIER
                                    + " and a.outcome = 'PASS' group by " + CELL + ") select * from (select " + RUN
                                    + ", row_number() over (partition by " + CELL + ", a.owner"
                                    + " order by a.started_ms, a.attempt) as nth" + EARLIER
                                    + " and a.outcome is not null and a.outcome <> 'PASS'"
                                    + " and not exists (select 1 from passes p where p.place = i.place"
                                    + " and p.build = i.build and p.phases = i.phases and p.at_ms >= a.started_ms)"
                                    + ") failures where nth = 1"),
                            night)
                    .map((row, context) -> Map.entry(key(row), Map.entry(Owner.of(row.getString("owner")), run(row))))
                    .forEach(it -> found.computeIfAbsent(it.getKey(), key -> new EnumMap<>(Owner.class))
                            .putIfAbsent(it.getValue().getKey(), it.getValue().getValue()));
            return 0;
        });
        return found;
    }

    private static Query bound(Query query, NightRow night) {
        return query.bind("plan", night.plan()).bind("started", night.startedMs());
    }

    private static NightCell.Key key(ResultSet row) throws SQLException {
        return new NightCell.Key(row.getString("place"), row.getString("build"), row.getString("phases"));
    }

    private static EarlierRun run(ResultSet row) throws SQLException {
        return new EarlierRun(
                row.getString("night"),
                row.getString("image"),
                row.getString("sha256"),
                row.getString("build_id"),
                row.getString("run"),
                row.getLong("started_ms"));
    }
}
