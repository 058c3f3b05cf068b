package org.numakerbench.cli.tune;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import org.numakerbench.tune.Progress;
import org.numakerbench.tune.search.Loop;
import org.numakerbench.tune.search.Search;
import org.numakerbench.tune.search.SearchPlan;
import org.numakerbench.tune.search.Standing;

/** How an experiment goes on, on standard error: one line per round, and on a terminal a line that follows every loop. */
final class TuneProgress implements Progress {
    private final PrintStream out;
    private final boolean terminal;
    private final SearchPlan plan;
    private long loopMs;
    private long heard;
    private boolean open;

    TuneProgress(PrintStream out, boolean terminal, SearchPlan plan) {
        this.out = out;
        this.terminal = terminal;
        this.plan = plan;
    }

    @Override
    public synchronized void round(Search.Round round, long loops) {
        line(String.format(
                Locale.ROOT,
                "round %d: %s; %d of at most %d loops%s",
                round.number() + 1,
                round.words(),
                loops,
                plan.budgetLoops(),
                left(loops)));
    }

    @Override
    public synchronized void loop(String board, Loop loop, long loops, Optional<Standing> best) {
        loopMs += loop.durationMs();
        heard++;
        if (!terminal) {
            return;
        }
        String leader = best.map(it -> String.format(
                        Locale.ROOT,
                        "; best so far %s, %d of %d",
                        it.setting().id(),
                        it.recovery().successes(),
                        it.recovery().trials()))
                .orElse("");
        String outcome = loop.passed() ? "passed" : "failed";
        out.print("\r\u001b[K" + Figures.count(loops, "loop") + left(loops) + leader + "; " + SafeText.line(board) + " "
                + outcome);
        out.flush();
        open = true;
    }

    @Override
    public synchronized void trouble(String words) {
        for (String line : words.split("\n")) {
            line("bench: " + SafeText.line(line));
        }
    }

    synchronized void note(String words) {
        if (terminal) {
            line(SafeText.line(words));
        }
    }

    synchronized void done() {
        if (open) {
            out.println();
            open = false;
        }
    }

    /** The budget bounds it; most experiments end sooner. */
    private String left(long loops) {
        if (heard == 0) {
            return "";
        }
        long ms = Math.max(0, plan.budgetLoops() - loops)
                * loopMs
                / heard
                / plan.boards().size();
        return String.format(Locale.ROOT, ", at most %d min left", (ms + 59_999) / 60_000);
    }

    private void line(String words) {
        done();
        out.println(words);
    }
}
