package org.numakerbench.lab.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Identity;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.AttemptSummary;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.WorkItem;
import org.numakerbench.model.FailureCode;
import org.numakerbench.secret.OwnSecrets;

/** Nights and their items. */
public final class Nights {
    private static final DateTimeFormatter NIGHT_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final LabDatabase database;

    Nights(LabDatabase database) {
        this.database = database;
    }

    /**
     * Begins a night: its items are in the queue when this returns, whole or not at all.
     *
     * @param digest of the plan's text and images
     * @param opens no run starts before it
     * @param closes no run starts after it
     */
    public NightRow begin(
            String plan,
            String digest,
            String settings,
            String host,
            Instant opens,
            Optional<Instant> closes,
            List<WorkItem> items)
            throws LabException {
        Instant now = database.clock().now();
        return database.writeAndTell(LabSignals.QUEUE, open -> {
            String night = free(open, NIGHT_TIME.format(now) + "-" + plan);
            open.createUpdate("insert into night (night, plan, digest, settings, host, started_ms, opens_ms,"
                            + " closes_ms) values (:night, :plan, :digest, :settings, :host, :now, :opens, :closes)")
                    .bind("night", night)
                    .bind("plan", plan)
                    .bind("digest", digest)
                    .bind("settings", settings)
                    .bind("host", host)
                    .bind("now", now.toEpochMilli())
                    .bind("opens", opens.toEpochMilli())
                    .bind("closes", closes.map(Instant::toEpochMilli).orElse(null))
                    .execute();
            insert(open, night, items);
            return night(open, night).orElseThrow();
        });
    }

    /** Two nights that begin in one second get numbers. */
    private static String free(Handle open, String wanted) {
        String name = wanted;
        for (int i = 2; night(open, name).isPresent(); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    private static String id(String night, WorkItem item) {
        return String.format(Locale.ROOT, "%s-%05d", night, item.ordinal());
    }

    private static void insert(Handle open, String night, List<WorkItem> items) {
        PreparedBatch batch = open.prepareBatch("insert into item (item, night, ordinal, place, target, build, image,"
                + " sha256, phases, repeat, thing_lease, client_lease, topic_lease) values (:item, :night, :ordinal,"
                + " :place, :target, :build, :image, :sha256, :phases, :repeat, :thing, :client, :topic)");
        for (WorkItem item : items) {
            Identity identity = item.image().manifest().identity();
            batch.bind("item", id(night, item))
                    .bind("night", night)
                    .bind("ordinal", item.ordinal())
                    .bind("place", item.place().text())
                    .bind("target", item.place().target().name())
                    .bind("build", item.build())
                    .bind("image", item.image().id())
                    .bind("sha256", item.image().manifest().sha256())
                    .bind("phases", item.phases())
                    .bind("repeat", item.repeat())
                    .bind("thing", "thing " + identity.thing())
                    .bind("client", "client " + identity.clientId())
                    .bind("topic", "topic " + identity.userTopic())
                    .add();
        }
        batch.execute();
    }

    /**
     * What a board may take next: for it, or for any of its target, and nobody uses its identity. That is a look only; what is
     * taken is leased.
     *
     * @param outOf nights that the board takes nothing from
     */
    public Optional<ItemRow> next(BoardSelector.Board board, Set<String> outOf) throws LabException {
        long now = database.nowMs();
        // A list must not be empty; no night has this name.
        Set<String> excluded = new HashSet<>(outOf);
        excluded.add("");
        return database.read(open -> open.createQuery("select i.* from item i join night n on n.night = i.night"
                        + " where i.word is null and i.place in (:mine, :any) and i.night not in (<outOf>)"
                        + " and coalesce(n.opens_ms, n.started_ms) <= :now and not " + Leases.RUNS
                        + " and not exists (select 1 from lease l"
                        + " where l.name in (i.thing_lease, i.client_lease, i.topic_lease)"
                        + " and l.board <> :mine and l.until_ms > :now)"
                        + " order by coalesce(n.opens_ms, n.started_ms) + i.ordinal, i.item limit 1")
                .bind("mine", board.text())
                .bind("any", new BoardSelector.Any(board.target()).text())
                .bindList("outOf", excluded)
                .bind("now", now)
                .mapTo(ItemRow.class)
                .findOne());
    }

    private static Optional<NightRow> night(Handle open, String night) {
        return open.createQuery("select * from night where night = :night")
                .bind("night", night)
                .mapTo(NightRow.class)
                .findOne();
    }

    public Optional<NightRow> find(String night) throws LabException {
        return database.read(open -> night(open, night));
    }

    /** The newest night of {@code plan}, or of any; ended or not. */
    public Optional<NightRow> newest(@Nullable String plan) throws LabException {
        return database.read(open -> open.createQuery("select * from night"
                        + (plan == null ? "" : " where plan = :plan") + " order by started_ms desc, night desc limit 1")
                .bindMap(plan == null ? Map.of() : Map.of("plan", plan))
                .mapTo(NightRow.class)
                .findOne());
    }

    /** The night of the same plan before {@code night} that ended. */
    public Optional<NightRow> before(NightRow night) throws LabException {
        return database.read(open -> open.createQuery("select * from night where plan = :plan and ended_ms is not null"
                        + " and started_ms < :started order by started_ms desc limit 1")
                .bind("plan", night.plan())
                .bind("started", night.startedMs())
                .mapTo(NightRow.class)
                .findOne());
    }

    /** In order of ordinals. */
    public List<ItemRow> items(String night) throws LabException {
        return database.read(open -> open.createQuery("select * from item where night = :night order by ordinal")
                .bind("night", night)
                .mapTo(ItemRow.class)
                .list());
    }

    public Optional<ItemRow> item(String item) throws LabException {
        return database.read(open -> open.createQuery("select * from item where item = :item")
                .bind("item", item)
                .mapTo(ItemRow.class)
                .findOne());
    }

    /** The item has come to its end, and with the last one its night. */
    public void close(ItemRow item, ItemOutcome word, String reason) throws LabException {
        close(item, word, null, reason);
    }

    /** @param code why it was never begun */
    public void close(ItemRow item, ItemOutcome word, @Nullable FailureCode code, String reason) throws LabException {
        long now = database.nowMs();
        database.writeAndTell(LabSignals.VIEW, open -> {
            open.createUpdate("update item set word = :word, code = :code, reason = :reason, ended_ms = :now"
                            + " where item = :item and word is null")
                    .bind("word", word.name())
                    .bind("code", code == null ? null : code.word())
                    .bind("reason", OwnSecrets.text().hide(reason))
                    .bind("now", now)
                    .bind("item", item.item())
                    .execute();
            return endIfDone(open, item.night(), now);
        });
    }

    /** Two hosts that close the last two items at once leave it to the next heartbeat. */
    private static int endIfDone(Handle open, String night, long now) {
        return open.createUpdate("update night set ended_ms = :now where night = :night and ended_ms is null"
                        + " and not exists (select 1 from item where item.night = :night and word is null)")
                .bind("now", now)
                .bind("night", night)
                .execute();
    }

    /**
     * What of a night has not ended and does not run never will.
     *
     * @param place only what is to run there; null: everything
     * @return how many items this closed
     */
    public int closeWaiting(String night, @Nullable String place, FailureCode code, String reason) throws LabException {
        long now = database.nowMs();
        return database.writeAndTell(LabSignals.VIEW, open -> {
            // Whoever takes an item meanwhile waits, and finds it closed.
            Leases.alone(database, open);
            List<String> waiting = open.createQuery("select i.item from item i where i.night = :night"
                            + " and i.word is null and i.place = coalesce(:place, i.place) and not " + Leases.RUNS)
                    .bind("place", place)
                    .bind("night", night)
                    .bind("now", now)
                    .mapTo(String.class)
                    .list();
            int closed = 0;
            for (String item : waiting) {
                closed += closeUnrun(open, item, code, OwnSecrets.text().hide(reason), now);
            }
            endIfDone(open, night, now);
            return closed;
        });
    }

    /** One that was tried and put back has the word of its attempts. */
    private static int closeUnrun(Handle open, String item, FailureCode code, String reason, long now) {
        AttemptSummary tried =
                new AttemptSummary(open.createQuery("select * from attempt where item = :item order by number")
                        .bind("item", item)
                        .mapTo(AttemptRow.class)
                        .list());
        ItemOutcome word = tried.word();
        return open.createUpdate("update item set word = :word, code = :code, reason = :reason, ended_ms = :now"
                        + " where item = :item and word is null")
                .bind("code", word == null ? code.word() : null)
                .bind("word", word == null ? ItemOutcome.NOT_RUN.name() : word.name())
                .bind(
                        "reason",
                        word == null ? reason : tried.reason() + (word.isPass() ? "" : "; not tried again: " + reason))
                .bind("now", now)
                .bind("item", item)
                .execute();
    }

    /** Where what of a night has not ended is to run. */
    public Set<String> waitingPlaces(String night) throws LabException {
        return database.read(open ->
                Set.copyOf(open.createQuery("select distinct place from item where night = :night and word is null")
                        .bind("night", night)
                        .mapTo(String.class)
                        .list()));
    }

    /** How many items of a night have not ended. */
    public int open(String night) throws LabException {
        return database.read(open -> open.createQuery("select count(*) from item where night = :night and word is null")
                .bind("night", night)
                .mapTo(Integer.class)
                .one());
    }

    /** Those of {@code nights} that somebody cancelled. */
    public Set<String> cancelled(Set<String> nights) throws LabException {
        if (nights.isEmpty()) {
            return Set.of();
        }
        return database.read(open -> Set.copyOf(
                open.createQuery("select night from night where night in (<nights>) and cancelled_ms is not null")
                        .bindList("nights", List.copyOf(nights))
                        .mapTo(String.class)
                        .list()));
    }

    /** Nothing of it starts any more; what runs is stopped by the hosts that run it. */
    public void cancel(String night) throws LabException {
        long now = database.nowMs();
        database.writeAndTell(
                LabSignals.QUEUE,
                open -> open.createUpdate(
                                "update night set cancelled_ms = :now where night = :night and cancelled_ms is null")
                        .bind("now", now)
                        .bind("night", night)
                        .execute());
        closeWaiting(night, null, FailureCode.CANCELLED, "cancelled");
    }

    /** Nights that have closed, or have nothing left to do, end, whoever began them. */
    public void tidy() throws LabException {
        long now = database.nowMs();
        for (NightRow night : underWay()) {
            Long closes = night.closesMs();
            if (closes != null && closes < now) {
                closeWaiting(night.night(), null, FailureCode.NIGHT_CLOSED, "the night had closed");
            }
            database.write(open -> endIfDone(open, night.night(), now));
        }
    }

    /** Nights that have not ended. */
    public List<NightRow> underWay() throws LabException {
        return database.read(open -> open.createQuery("select * from night where ended_ms is null order by started_ms")
                .mapTo(NightRow.class)
                .list());
    }
}
