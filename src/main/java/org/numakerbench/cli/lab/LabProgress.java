package org.numakerbench.cli.lab;

import java.io.PrintStream;
import java.util.Locale;
import org.numakerbench.lab.agent.AgentListener;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.text.SafeText;

/** A line for each run that has come to its end, and for what happens to the lab itself. */
final class LabProgress implements AgentListener {
    private final PrintStream out;
    private int ended;

    LabProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void ended(ItemRow item, BoardSelector.Board where, ItemOutcome word, String reason) {
        ended++;
        String repeat = item.repeat() > 1 ? " #" + item.repeat() : "";
        String line =
                String.format(Locale.ROOT, "%4d  %-12s %s  %s%s", ended, word, where.text(), item.image(), repeat);
        out.println(SafeText.line(word == ItemOutcome.PASS ? line : line + ": " + reason));
    }

    @Override
    public synchronized void remark(String words) {
        out.println(SafeText.line("      " + words));
    }
}
