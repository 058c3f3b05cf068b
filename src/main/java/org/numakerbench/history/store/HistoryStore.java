package org.numakerbench.history.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.numakerbench.evidence.RunContext.ModuleFacts;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.Measure;
import org.numakerbench.history.Metric;
import org.numakerbench.history.NamedMeasure;
import org.numakerbench.history.NewestFigure;
import org.numakerbench.history.RunFound;
import org.numakerbench.history.RunQuery;
import org.numakerbench.history.RunRow;
import org.numakerbench.history.RunRow.ImageRow;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.text.JsonText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The database of one history, open. One connection, used by one thread at a time. After a failure it is to be closed and
 * opened again: a connection whose transaction could not even begin is good for nothing.
 */
public final class HistoryStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);
    private static final JsonMapper MAPPER = JsonText.MAPPER;
    private static final int BATCH = 500;

    private final HistoryAddress address;
    private final Handle handle;

    private HistoryStore(HistoryAddress address, Handle handle) {
        this.address = address;
        this.handle = handle;
    }

    /**
     * Opens a history, makes it where there is none, and brings an older one up to date.
     *
     * @throws HistoryException in words: locked, damaged, newer than this program, not reachable, no room
     */
    public static HistoryStore open(HistoryAddress address) throws HistoryException {
        return open(address, Connections.BUSY_MS);
    }

    static HistoryStore open(HistoryAddress address, int busyMs) throws HistoryException {
        try {
            DataSource source = Connections.to(address, busyMs);
            Migrations.HISTORY.apply(address, source);
            return new HistoryStore(address, Jdbi.create(source).open());
        } catch (HistoryException known) {
            throw known;
        } catch (java.io.IOException | SQLException | JdbiException | FlywayException failure) {
            throw Connections.failure(address, failure);
        }
    }

    /** Where it is kept, without any password. */
    public HistoryAddress address() {
        return address;
    }

    private interface Work<T> {
        T with(Handle handle) throws SQLException;
    }

    private synchronized <T> T work(Work<T> work) throws HistoryException {
        try {
            return handle.inTransaction(work::with);
        } catch (SQLException | JdbiException failure) {
            throw Connections.failure(address, failure);
        }
    }

    /** Adds a run; one that is there already takes the new figures. */
    public void put(RunRow row) throws HistoryException {
        putAll(List.of(row));
    }

    /** Adds runs, all or none. */
    public void putAll(Collection<RunRow> rows) throws HistoryException {
        work(open -> {
            series(open, rows);
            images(open, rows);
            runs(open, rows);
            MeasurementRows.put(open, rows, row -> Keys.of(row.bench(), row.run()));
            return rows.size();
        });
    }

    private static void series(Handle open, Collection<RunRow> rows) {
        PreparedBatch batch = open.prepareBatch("insert into series"
                + " (series_id, target, network, toolchain, phases, identity_class)"
                + " values (:id, :target, :network, :toolchain, :phases, :identityClass) on conflict do nothing");
        for (SeriesKey key : rows.stream()
                .map(RunRow::series)
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparingLong(HistoryStore::id))))) {
            batch.bind("id", id(key))
                    .bind("target", key.target())
                    .bind("network", key.network())
                    .bind("toolchain", key.toolchain())
                    .bind("phases", key.phases())
                    .bind("identityClass", key.identityClass())
                    .add();
        }
        batch.execute();
    }

    private static void images(Handle open, Collection<RunRow> rows) {
        PreparedBatch batch = open.prepareBatch("insert into image (image_id, image, sha256, build_id, commit_id,"
                + " commit_number, mbed_os, toolchain, macros, static_bytes, flash_bytes, ram_bytes, modules)"
                + " values (:id, :image, :sha256, :buildId, :commit, :commitNumber, :mbedOs, :toolchain, :macros,"
                + " :staticBytes, :flashBytes, :ramBytes, :modules) on conflict (image_id) do update set"
                + " build_id = excluded.build_id, commit_id = excluded.commit_id,"
                + " commit_number = excluded.commit_number, mbed_os = excluded.mbed_os,"
                + " toolchain = excluded.toolchain, macros = excluded.macros, static_bytes = excluded.static_bytes,"
                + " flash_bytes = excluded.flash_bytes, ram_bytes = excluded.ram_bytes, modules = excluded.modules");
        // In the order of keys: two benches that write the same rows at once then wait for each other and never both.
        Map<Long, ImageRow> images = new TreeMap<>();
        rows.forEach(row -> images.put(id(row.image()), row.image()));
        images.forEach((id, image) -> batch.bind("id", id)
                .bind("image", image.image())
                .bind("sha256", image.sha256())
                .bind("buildId", image.buildId())
                .bind("commit", image.commit())
                .bind("commitNumber", image.commitNumber())
                .bind("mbedOs", image.mbedOs())
                .bind("toolchain", image.toolchain())
                .bind("macros", MAPPER.writeValueAsString(image.macros()))
                .bind("staticBytes", image.staticBytes())
                .bind("flashBytes", image.flashBytes())
                .bind("ramBytes", image.ramBytes())
                .bind("modules", modules(image.modules()))
                .add());
        batch.execute();
    }

    private static void runs(Handle open, Collection<RunRow> rows) {
        PreparedBatch batch = open.prepareBatch("insert into run (run_id, run, bench, board, started_ms, outcome,"
                + " comparable, series_id, image_id, current_bytes, max_bytes, stack_bytes, per_loop_bytes, loops)"
                + " values (:id, :run, :bench, :board, :started, :outcome, :comparable, :series, :image, :current,"
                + " :max, :stack, :perLoop, :loops) on conflict (run_id) do update set outcome = excluded.outcome,"
                + " comparable = excluded.comparable, series_id = excluded.series_id, image_id = excluded.image_id,"
                + " current_bytes = excluded.current_bytes, max_bytes = excluded.max_bytes,"
                + " stack_bytes = excluded.stack_bytes, per_loop_bytes = excluded.per_loop_bytes,"
                + " loops = excluded.loops");
        int waiting = 0;
        for (RunRow row : rows) {
            batch.bind("id", Keys.of(row.bench(), row.run()))
                    .bind("run", row.run())
                    .bind("bench", row.bench())
                    .bind("board", row.board())
                    .bind("started", row.started().toEpochMilli())
                    .bind("outcome", row.outcome())
                    .bind("comparable", row.comparable() ? 1 : 0)
                    .bind("series", id(row.series()))
                    .bind("image", id(row.image()))
                    .bind("current", row.currentBytes())
                    .bind("max", row.maxBytes())
                    .bind("stack", row.stackBytes())
                    .bind("perLoop", row.perLoopBytes())
                    .bind("loops", MAPPER.writeValueAsString(row.loops()))
                    .add();
            if (++waiting % BATCH == 0) {
                batch.execute();
            }
        }
        if (waiting % BATCH != 0) {
            batch.execute();
        }
    }

    private static long id(SeriesKey key) {
        return Keys.of(key.target(), key.network(), key.toolchain(), key.phases(), key.identityClass());
    }

    private static long id(ImageRow image) {
        return Keys.of(image.image(), image.sha256());
    }

    /** A series and how many comparable runs it has. */
    public record Listed(SeriesKey series, long runs, long builds) {}

    /** All series with comparable runs, by name. */
    public List<Listed> series() throws HistoryException {
        return work(open -> open.createQuery("select s.target, s.network, s.toolchain, s.phases, s.identity_class,"
                        + " count(*) as runs, count(distinct r.image_id) as builds from run r"
                        + " join series s on s.series_id = r.series_id where r.comparable = 1"
                        + " group by s.target, s.network, s.toolchain, s.phases, s.identity_class"
                        + " order by s.target, s.network, s.toolchain, s.phases, s.identity_class")
                .map((rows, context) -> new Listed(
                        new SeriesKey(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5)),
                        rows.getLong(6),
                        rows.getLong(7)))
                .list());
    }

    /** One figure of one run. */
    public record Figure(String run, Instant started, String board, double bytes) {}

    /** All images of a series with the comparable figures of their runs, each in order of time. */
    public Map<ImageRow, List<Figure>> figures(SeriesKey series, Measure measure) throws HistoryException {
        if (measure instanceof NamedMeasure named) {
            return work(open -> figures(
                    open,
                    series,
                    "x.median",
                    " join measurement x on x.run_id = r.run_id join measure m on m.measure_id = x.measure_id",
                    "m.name = :name and m.unit = :unit",
                    Map.of("name", named.name(), "unit", named.unit())));
        }
        String column = switch ((Metric) measure) {
            case MAX -> "r.max_bytes";
            case CURRENT -> "r.current_bytes";
            case PER_LOOP -> "r.per_loop_bytes";
            case STACK -> "r.stack_bytes";
            case STATIC -> "i.static_bytes";
            case TOTAL -> "i.static_bytes + r.max_bytes";
            case FLASH -> "i.flash_bytes";
        };
        return work(open -> figures(open, series, column, "", "r.comparable = 1", Map.of()));
    }

    private static Map<ImageRow, List<Figure>> figures(
            Handle open, SeriesKey series, String column, String join, String which, Map<String, String> values) {
        Map<Long, ImageRow> images = images(open, series);
        Map<ImageRow, List<Figure>> figures = new LinkedHashMap<>();
        open.createQuery("select r.image_id, r.run, r.started_ms, r.board, " + column
                        + " from run r join image i on i.image_id = r.image_id" + join
                        + " where r.series_id = :series and " + which + " and " + column
                        + " is not null order by r.started_ms, r.run")
                .setFetchSize(5000)
                .bind("series", id(series))
                .bindMap(values)
                .map((rows, context) -> {
                    figures.computeIfAbsent(images.get(rows.getLong(1)), it -> new ArrayList<>())
                            .add(new Figure(
                                    rows.getString(2),
                                    Instant.ofEpochMilli(rows.getLong(3)),
                                    rows.getString(4),
                                    rows.getDouble(5)));
                    return 0;
                })
                .forEach(row -> {});
        return figures;
    }

    /** What the runs of a series measure, by name; what each is, its newest run says. */
    public List<NamedMeasure> measures(SeriesKey series) throws HistoryException {
        return work(open -> MeasurementRows.of(open, id(series)));
    }

    /** All series in which something was measured, by name. */
    public List<SeriesKey> measuredSeries() throws HistoryException {
        return work(open -> open.createQuery("select target, network, toolchain, phases, identity_class from series"
                        + " where exists (select 1 from run r join measurement x on x.run_id = r.run_id"
                        + " where r.series_id = series.series_id)"
                        + " order by target, network, toolchain, phases, identity_class")
                .map((rows, context) -> new SeriesKey(
                        rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5)))
                .list());
    }

    /** What the newest measured run of each series gave, at most so many figures. */
    public List<NewestFigure> newestFigures(int most) throws HistoryException {
        return work(open -> MeasurementRows.newest(open, most));
    }

    private static Map<Long, ImageRow> images(Handle open, SeriesKey series) {
        return open.createQuery("select * from image where image_id in"
                        + " (select distinct image_id from run where series_id = :series)")
                .bind("series", id(series))
                .reduceRows(new HashMap<>(), (images, row) -> {
                    images.put(row.getColumn("image_id", Long.class), image(row));
                    return images;
                });
    }

    private static ImageRow image(RowView row) {
        Map<String, String> macros = new TreeMap<>();
        MAPPER.readTree(row.getColumn("macros", String.class))
                .properties()
                .forEach(each -> macros.put(each.getKey(), each.getValue().asString()));
        Map<String, ModuleFacts> modules = new TreeMap<>();
        MAPPER.readTree(row.getColumn("modules", String.class))
                .properties()
                .forEach(each -> modules.put(
                        each.getKey(),
                        new ModuleFacts(
                                each.getValue().path(0).asLong(),
                                each.getValue().path(1).asLong())));
        return new ImageRow(
                row.getColumn("image", String.class),
                row.getColumn("sha256", String.class),
                row.getColumn("build_id", String.class),
                row.getColumn("commit_id", String.class),
                row.getColumn("commit_number", Long.class),
                row.getColumn("mbed_os", String.class),
                row.getColumn("toolchain", String.class),
                macros,
                row.getColumn("static_bytes", Long.class),
                row.getColumn("flash_bytes", Long.class),
                row.getColumn("ram_bytes", Long.class),
                modules);
    }

    private static String modules(Map<String, ModuleFacts> modules) {
        ObjectNode json = MAPPER.createObjectNode();
        modules.forEach(
                (name, bytes) -> json.putArray(name).add(bytes.ramBytes()).add(bytes.flashBytes()));
        return JsonText.line(json);
    }

    /** The names of all runs of {@code bench} directories in {@code names} that are in the history. */
    public Set<String> known(Collection<String> names) throws HistoryException {
        Set<String> known = new TreeSet<>();
        List<String> all = List.copyOf(names);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> some = all.subList(from, Math.min(all.size(), from + BATCH));
            known.addAll(work(open -> open.createQuery("select run from run where run in (<names>)")
                    .bindList("names", some)
                    .mapTo(String.class)
                    .list()));
        }
        return known;
    }

    /** The runs that {@code query} asks for, newest first, comparable or not. */
    public RunFound.Page search(RunQuery query) throws HistoryException {
        return work(open -> RunSearch.page(open, query));
    }

    /** How many runs there are, comparable or not. */
    public long runs() throws HistoryException {
        return work(open ->
                open.createQuery("select count(*) from run").mapTo(Long.class).one());
    }

    /** Records that somebody takes a change as it is. The same change accepted again takes the newer words. */
    public void accept(Acceptance it) throws HistoryException {
        work(open -> open.createUpdate("insert into acceptance (acceptance_id, series_id, metric, sha256, bytes,"
                        + " reason, who, accepted_ms) values (:id, :series, :metric, :sha256, :bytes, :reason, :who,"
                        + " :at) on conflict (acceptance_id) do update set bytes = excluded.bytes,"
                        + " reason = excluded.reason, who = excluded.who, accepted_ms = excluded.accepted_ms")
                .bind("id", Keys.of(String.valueOf(id(it.series())), it.metric(), it.sha256()))
                .bind("series", id(it.series()))
                .bind("metric", it.metric())
                .bind("sha256", it.sha256())
                .bind("bytes", it.bytes())
                .bind("reason", it.reason())
                .bind("who", it.who())
                .bind("at", it.at().toEpochMilli())
                .execute());
    }

    /** What was accepted in a series. */
    public List<Acceptance> accepted(SeriesKey series) throws HistoryException {
        return work(open -> open.createQuery("select metric, sha256, bytes, reason, who, accepted_ms from acceptance"
                        + " where series_id = :series order by accepted_ms")
                .bind("series", id(series))
                .map((rows, context) -> new Acceptance(
                        series,
                        rows.getString(1),
                        rows.getString(2),
                        rows.getLong(3),
                        rows.getString(4),
                        rows.getString(5),
                        Instant.ofEpochMilli(rows.getLong(6))))
                .list());
    }

    @Override
    public void close() {
        try {
            handle.close();
        } catch (JdbiException broken) {
            LOG.debug("history {} closed after a failure", address, broken);
        }
    }
}
