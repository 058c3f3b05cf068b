package org.numakerbench.cli;

import org.numakerbench.report.run.TerminalSummary;
import org.numakerbench.report.run.TerminalView;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Standard output as a terminal, or not. */
final class Terminal {
    private Terminal() {}

    /** Live and coloured on a terminal (NO_COLOR respected), plain lines elsewhere. */
    static TerminalView view() {
        boolean terminal = System.console() != null;
        boolean colour = terminal && System.getenv("NO_COLOR") == null;
        return new TerminalSummary(System.out, terminal, colour, terminal ? columns() : Integer.MAX_VALUE);
    }

    private static int columns() {
        return new CommandLine(CommandSpec.create()).setUsageHelpAutoWidth(true).getUsageHelpWidth();
    }
}
