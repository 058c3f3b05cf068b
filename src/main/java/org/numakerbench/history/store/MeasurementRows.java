package org.numakerbench.history.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.numakerbench.history.NamedMeasure;
import org.numakerbench.history.NewestFigure;
import org.numakerbench.history.RunRow;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Samples;

/** The tables of measurements. */
final class MeasurementRows {
    private MeasurementRows() {}

    /** Puts those of {@code rows} in place of what the same runs had. */
    static void put(Handle open, Collection<RunRow> rows, ToLongFunction<RunRow> id) {
        Map<Long, NamedMeasure> measures = new TreeMap<>();
        rows.forEach(row -> row.measurements().forEach(it -> measures.put(key(it), NamedMeasure.of(it))));
        if (!measures.isEmpty()) {
            PreparedBatch kinds = open.prepareBatch(
                    "insert into measure (measure_id, name, unit, direction, resolution,"
                            + " floor) values (:id, :name, :unit, :direction, :resolution, :floor) on conflict do nothing");
            measures.forEach((key, it) -> kinds.bind("id", key)
                    .bind("name", it.name())
                    .bind("unit", it.unit())
                    .bind("direction", it.direction().word())
                    .bind("resolution", it.resolution())
                    .bind("floor", it.floor())
                    .add());
            kinds.execute();
        }
        PreparedBatch old = open.prepareBatch("delete from measurement where run_id = :run");
        rows.forEach(row -> old.bind("run", id.applyAsLong(row)).add());
        old.execute();
        PreparedBatch batch = open.prepareBatch("insert into measurement (run_id, measure_id, least, median, greatest,"
                + " newest, samples) values (:run, :measure, :least, :median, :greatest, :newest, :samples)"
                + " on conflict do nothing");
        for (RunRow row : rows) {
            for (Measurement it : row.measurements()) {
                Samples samples = it.samples();
                batch.bind("run", id.applyAsLong(row))
                        .bind("measure", key(it))
                        .bind("least", samples.min())
                        .bind("median", samples.median())
                        .bind("greatest", samples.max())
                        .bind("newest", samples.last())
                        .bind("samples", samples.count())
                        .add();
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static long key(Measurement it) {
        return Keys.of(
                it.name(),
                it.unit(),
                it.direction().word(),
                String.valueOf(it.resolution()),
                String.valueOf(it.floor()));
    }

    /** Of each series what its newest measured run gave, by series and name. */
    static List<NewestFigure> newest(Handle open, int most) {
        return open.createQuery("select s.target, s.network, s.toolchain, s.phases, s.identity_class, r.started_ms,"
                        + " m.name, m.unit, m.direction, m.resolution, m.floor, x.median from series s"
                        + " join run r on r.run_id = (select q.run_id from run q where q.series_id = s.series_id"
                        + " and exists (select 1 from measurement y where y.run_id = q.run_id)"
                        + " order by q.started_ms desc, q.run desc limit 1)"
                        + " join measurement x on x.run_id = r.run_id join measure m on m.measure_id = x.measure_id"
                        + " order by s.target, s.network, s.toolchain, s.phases, s.identity_class, m.name limit :most")
                .bind("most", most)
                .map((row, context) -> new NewestFigure(
                        new SeriesKey(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)),
                        Instant.ofEpochMilli(row.getLong(6)),
                        new NamedMeasure(
                                row.getString(7),
                                row.getString(8),
                                Direction.of(row.getString(9)),
                                row.getDouble(10),
                                row.getDouble(11)),
                        row.getDouble(12)))
                .list();
    }

    /** Of each name the definition of its newest run. */
    static List<NamedMeasure> of(Handle open, long series) {
        Map<String, NamedMeasure> newest = new TreeMap<>();
        open.createQuery("select m.name, m.unit, m.direction, m.resolution, m.floor, max(r.started_ms) as newest"
                        + " from run r join measurement x on x.run_id = r.run_id"
                        + " join measure m on m.measure_id = x.measure_id where r.series_id = :series"
                        + " group by m.measure_id, m.name, m.unit, m.direction, m.resolution, m.floor order by newest")
                .bind("series", series)
                .map((row, context) -> new NamedMeasure(
                        row.getString(1),
                        row.getString(2),
                        Direction.of(row.getString(3)),
                        row.getDouble(4),
                        row.getDouble(5)))
                .forEach(it -> newest.put(it.name(), it));
        return newest.values().stream()
                .sorted(Comparator.comparing(NamedMeasure::name))
                .toList();
    }
}
