package org.numakerbench.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.numakerbench.tune.build.BuildFailedException;
import org.numakerbench.tune.search.Assignment;
import org.numakerbench.tune.search.Loop;
import org.numakerbench.tune.search.Search;
import org.numakerbench.tune.search.SearchPlan;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Standing;
import org.numakerbench.tune.search.Standings;

/**
 * Runs an experiment: asks the search for a round, runs its visits on all boards at once, asks again. What was done is in
 * the journal, and what is done next follows from it, so that an experiment goes on where it was killed.
 */
public final class Tuning {
    private final SearchPlan plan;
    private final Search search;
    private final Visitor visitor;
    private final Journal journal;
    private final Progress progress;
    private final BooleanSupplier outOfTime;

    private final Map<Integer, Assignment> assignments = new LinkedHashMap<>();
    private final Map<Integer, List<Loop>> loops = new TreeMap<>();
    private final Set<Integer> done = new HashSet<>();
    private final Map<Setting, String> unbuildable = new LinkedHashMap<>();
    private final Map<String, String> lostBoards = new LinkedHashMap<>();
    private final Map<String, Integer> lostAtVisit = new HashMap<>();
    private long count;

    /**
     * @param outOfTime true when no round may begin any more
     */
    public Tuning(SearchPlan plan, Visitor visitor, Journal journal, Progress progress, BooleanSupplier outOfTime) {
        this.plan = plan;
        this.search = new Search(plan);
        this.visitor = visitor;
        this.journal = journal;
        this.progress = progress;
        this.outOfTime = outOfTime;
    }

    /**
     * How an experiment ended.
     *
     * @param why what ended it
     * @param unbuildable settings without an image, with the compiler's words
     * @param lostBoards boards that failed, with the bench's words
     */
    public record Ended(
            Standings standings,
            Search search,
            Map<Integer, Assignment> assignments,
            List<Loop> loops,
            String why,
            Map<Setting, String> unbuildable,
            Map<String, String> lostBoards) {}

    /**
     * Goes on to the end.
     *
     * @param digest of the plan; a journal of another one is refused
     * @throws IOException when the journal cannot be written, or belongs to another plan
     */
    public Ended run(String digest) throws IOException, InterruptedException {
        recall(digest);
        for (int number = 0; ; number++) {
            List<Loop> known = loopsOf(assignments.keySet());
            Search.Round round = search.next(number, boards(), assignments, known, unbuildable.keySet());
            if (round.isEnd() || boards().isEmpty() || outOfTime.getAsBoolean() && !isOnRecord(round)) {
                String why = boards().isEmpty()
                        ? "every board has failed"
                        : round.isEnd() ? round.words() : "the time of the budget is used up";
                journal.ended(why);
                return new Ended(standings(known), search, assignments, known, why, unbuildable, lostBoards);
            }
            Optional<Standing> best = number == 0 ? Optional.empty() : search.winner(standings(known));
            progress.round(round, count);
            play(round, best);
            round.visits().forEach(visit -> assignments.put(visit.visit(), visit));
        }
    }

    private Standings standings(List<Loop> known) {
        return Standings.of(plan, assignments, known, unbuildable.keySet());
    }

    /** A round that an earlier start has begun is finished first. */
    private boolean isOnRecord(Search.Round round) {
        return round.visits().stream().anyMatch(it -> loops.containsKey(it.visit()));
    }

    /** Boards that had not failed when the visits on record were planned. */
    private List<String> boards() {
        return plan.boards().stream()
                .filter(it -> lostAtVisit.getOrDefault(it, Integer.MAX_VALUE) >= assignments.size())
                .toList();
    }

    private void recall(String digest) throws IOException {
        boolean begun = false;
        for (Journal.Line line : journal.earlier()) {
            switch (line.kind()) {
                case "begun" -> {
                    begun = true;
                    if (!digest.equals(line.plan())) {
                        throw new IOException(
                                "the experiment was changed since it began; --fresh starts again, or give another --out");
                    }
                }
                case "loop" -> add(line.loop());
                case "visit-done" -> done.add(line.visit());
                case "build-failed" -> {
                    done.add(line.visit());
                    setting(line.subject()).ifPresent(it -> unbuildable.put(it, String.valueOf(line.words())));
                }
                case "board-failed" -> lost(String.valueOf(line.subject()), line.visit(), String.valueOf(line.words()));
                default -> {} // said for people
            }
        }
        if (begun) {
            journal.resumed();
        } else {
            journal.begun(digest);
        }
    }

    private Optional<Setting> setting(@Nullable String id) {
        return plan.settings().stream().filter(it -> it.id().equals(id)).findFirst();
    }

    private synchronized void add(@Nullable Loop loop) {
        if (loop != null) {
            loops.computeIfAbsent(loop.visit(), visit -> new ArrayList<>()).add(loop);
            count++;
        }
    }

    private synchronized void lost(String board, @Nullable Integer visit, String words) {
        lostBoards.put(board, words);
        lostAtVisit.put(board, visit == null ? 0 : visit);
    }

    private synchronized List<Loop> loopsOf(Set<Integer> visits) {
        List<Loop> all = new ArrayList<>();
        loops.forEach((visit, of) -> {
            if (visits.contains(visit)) {
                of.stream().sorted(Comparator.comparingInt(Loop::number)).forEach(all::add);
            }
        });
        return all;
    }

    /** Runs what is left of a round, each board on its own thread. */
    private void play(Search.Round round, Optional<Standing> best) throws IOException, InterruptedException {
        Map<String, List<Assignment>> byBoard = new LinkedHashMap<>();
        for (Assignment visit : round.visits()) {
            if (!done.contains(visit.visit()) && !lostBoards.containsKey(visit.board())) {
                byBoard.computeIfAbsent(visit.board(), board -> new ArrayList<>())
                        .add(visit);
            }
        }
        if (byBoard.isEmpty()) {
            return;
        }
        visitor.expect(round.visits().stream()
                .filter(it -> !done.contains(it.visit()) && !isUnbuildable(it.setting()))
                .toList());
        ExecutorService threads = Executors.newFixedThreadPool(byBoard.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            byBoard.forEach((board, visits) -> running.add(threads.submit(() -> {
                for (Assignment visit : visits) {
                    if (!visit(visit, best)) {
                        return null;
                    }
                }
                return null;
            })));
            for (Future<?> each : running) {
                finished(each);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void finished(Future<?> visits) throws IOException, InterruptedException {
        try {
            visits.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException cannotRecord) {
                throw cannotRecord;
            }
            if (failure.getCause() instanceof UncheckedIOException cannotRecord) {
                throw cannotRecord.getCause();
            }
            if (failure.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /** False when the board failed. */
    private boolean visit(Assignment visit, Optional<Standing> best) throws IOException, InterruptedException {
        if (isUnbuildable(visit.setting())) {
            journal.visitDone(visit.visit());
            return true;
        }
        try {
            visitor.visit(visit, missing(visit), firstNumber(visit), loop -> heard(visit, loop, best));
            journal.visitDone(visit.visit());
            return true;
        } catch (BuildFailedException failure) {
            String words = String.valueOf(failure.getMessage());
            journal.buildFailed(visit.visit(), visit.setting().id(), words);
            unbuildable(visit.setting(), words);
            progress.trouble(visit.setting() + ": " + words);
            return true;
        } catch (BoardFailedException failure) {
            String words = String.valueOf(failure.getMessage());
            journal.boardFailed(visit.visit(), visit.board(), words);
            lost(visit.board(), visit.visit(), words);
            progress.trouble("board " + visit.board() + " is out: " + words);
            return false;
        }
    }

    private synchronized boolean isUnbuildable(Setting setting) {
        return unbuildable.containsKey(setting);
    }

    private synchronized void unbuildable(Setting setting, String words) {
        unbuildable.put(setting, words);
    }

    private void heard(Assignment visit, Loop loop, Optional<Standing> best) {
        try {
            journal.loop(loop);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        add(loop);
        synchronized (progress) {
            progress.loop(visit.board(), loop, count, best);
        }
    }

    private synchronized int missing(Assignment visit) {
        List<Loop> of = loops.getOrDefault(visit.visit(), List.of());
        return visit.trials() - Standings.seenThrough(of);
    }

    /** A gap after a kill: the board was reset there, and what follows is no answer to what was before. */
    private synchronized int firstNumber(Assignment visit) {
        return loops.getOrDefault(visit.visit(), List.of()).stream()
                .mapToInt(it -> it.number() + 2)
                .max()
                .orElse(0);
    }
}
