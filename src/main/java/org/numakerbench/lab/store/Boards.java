package org.numakerbench.lab.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Target;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView.BoardNow;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.secret.OwnSecrets;

/** Boards that hosts offer, and what each does. */
public final class Boards {
    /** So long after its agent's last word a board counts as gone. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final LabDatabase database;

    Boards(LabDatabase database) {
        this.database = database;
    }

    /** {@code agent} offers a board from now on. */
    public void offer(BoardSelector.Board board, String agent) throws LabException {
        long now = database.nowMs();
        database.writeAndTell(
                LabSignals.VIEW,
                open -> open.createUpdate("insert into board (bench, board, target, thing, agent, state, words,"
                                + " since_ms, seen_ms) values (:bench, :board, :target, :thing, :agent, 'IDLE', '', :now, :now)"
                                + " on conflict (bench, board) do update set target = excluded.target, thing = excluded.thing,"
                                + " agent = excluded.agent, state = 'IDLE', words = '', run = null, image = null,"
                                + " since_ms = excluded.since_ms, seen_ms = excluded.seen_ms")
                        .bind("bench", board.bench())
                        .bind("board", board.board())
                        .bind("target", board.target().name())
                        .bind("thing", board.thing().orElse(null))
                        .bind("agent", agent)
                        .bind("now", now)
                        .execute());
    }

    /** What a board does now. */
    public void state(
            BoardSelector.Board board,
            String agent,
            BoardState state,
            @Nullable String run,
            @Nullable String image,
            String words)
            throws LabException {
        long now = database.nowMs();
        database.writeAndTell(
                LabSignals.VIEW,
                open -> open.createUpdate("update board set state = :state, words = :words, run = :run,"
                                + " image = :image, since_ms = case when state = :state then since_ms else :now end,"
                                + " seen_ms = :now where bench = :bench and board = :board and agent = :agent")
                        .bind("state", state.name())
                        .bind("words", OwnSecrets.text().hide(words))
                        .bind("run", run)
                        .bind("image", image)
                        .bind("now", now)
                        .bind("bench", board.bench())
                        .bind("board", board.board())
                        .bind("agent", agent)
                        .execute());
    }

    /** All boards of {@code agent} are there still. */
    public void seen(String agent) throws LabException {
        long now = database.nowMs();
        database.write(open -> open.createUpdate("update board set seen_ms = :now where agent = :agent")
                .bind("now", now)
                .bind("agent", agent)
                .execute());
    }

    /** All boards of {@code agent} are gone. */
    public void gone(String agent, String words) throws LabException {
        long now = database.nowMs();
        database.writeAndTell(
                LabSignals.VIEW,
                open -> open.createUpdate("update board set state = 'GONE', words = :words, run = null,"
                                + " image = null, since_ms = :now where agent = :agent")
                        .bind("words", words)
                        .bind("now", now)
                        .bind("agent", agent)
                        .execute());
    }

    /** Agents that offer a board and have not said that they are gone. */
    public Set<String> agents() throws LabException {
        return database.read(
                open -> Set.copyOf(open.createQuery("select distinct agent from board where state <> 'GONE'")
                        .mapTo(String.class)
                        .list()));
    }

    /** All boards that were ever offered: a plan may name one whose host is away just now. */
    public List<BoardSelector.Board> offered() throws LabException {
        return database.read(open -> open.createQuery(
                        "select bench, board, target, thing from board order by bench, board")
                .map((row, context) -> new BoardSelector.Board(
                        row.getString(1),
                        row.getString(2),
                        Target.named(row.getString(3)),
                        Optional.ofNullable(row.getString(4))))
                .list());
    }

    List<BoardNow> all() throws LabException {
        long now = database.nowMs();
        return database.read(open -> open.createQuery("select * from board order by bench, board")
                .map((row, context) -> {
                    long seen = row.getLong("seen_ms");
                    boolean silent = now - seen > SILENCE.toMillis();
                    BoardState state = BoardState.valueOf(row.getString("state"));
                    boolean lost = silent && state != BoardState.GONE;
                    return new BoardNow(
                            row.getString("bench"),
                            row.getString("board"),
                            row.getString("target"),
                            row.getString("agent"),
                            silent ? BoardState.GONE : state,
                            Instant.ofEpochMilli(lost ? seen : row.getLong("since_ms")),
                            Instant.ofEpochMilli(seen),
                            silent ? null : row.getString("run"),
                            row.getString("image"),
                            lost ? "its agent has not been heard of" : row.getString("words"));
                })
                .list());
    }

    /** Whether there is another board of the same target that may take what {@code board} cannot. */
    public boolean isAnotherFit(BoardSelector.Board board) throws LabException {
        return all().stream()
                .filter(it -> it.target().equals(board.target().name()))
                .filter(it -> !board.text().equals(it.bench() + "/" + it.board()))
                .anyMatch(it -> it.state() != BoardState.GONE && it.state() != BoardState.QUARANTINED);
    }

    /** Whether any of {@code places} belongs to an agent that is there. */
    public boolean anyThere(Collection<String> places) throws LabException {
        return all().stream()
                .filter(it -> it.state() != BoardState.GONE)
                .anyMatch(
                        it -> places.contains(it.bench() + "/" + it.board()) || places.contains("any " + it.target()));
    }
}
