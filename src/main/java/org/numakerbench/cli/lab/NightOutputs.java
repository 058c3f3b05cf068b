package org.numakerbench.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.lab.agent.AgentName;
import org.numakerbench.lab.logs.SharedLogs;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.plan.NightPlan.Webhook;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.report.night.FetchedReports;
import org.numakerbench.report.night.NightJson;
import org.numakerbench.report.night.NightJunit;
import org.numakerbench.report.night.NightPage;
import org.numakerbench.report.night.NightReports;
import org.numakerbench.report.night.NightText;
import org.numakerbench.report.night.NightWebhook;
import org.numakerbench.report.night.RunLinks;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Option;

/** What a command leaves behind of a night. */
final class NightOutputs {
    @Option(names = "--html", paramLabel = "FILE", description = "Write the morning page there, one file.")
    private @Nullable Path html;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write one test case a run, for CI.")
    private @Nullable Path junit;

    @Option(names = "--json", description = "Print the night's result as JSON.")
    private boolean json;

    /**
     * As {@link #finish}, after a night that this command waited for: its page is left beside the runs in any case, and the
     * webhook is told.
     */
    int leave(LabStore store, NightRow night, Optional<Webhook> webhook, LabOptions lab) throws IOException {
        Path page = page(night, lab);
        int exitCode = put(store, night, page, webhook, true, lab);
        System.err.println(SafeText.line("written: " + page));
        return exitCode;
    }

    /** As {@link #leave}, of an earlier night: what is printed is tonight's. */
    void leaveLate(LabStore store, NightRow night, Optional<Webhook> webhook, LabOptions lab) throws IOException {
        Path page = page(night, lab);
        put(store, night, page, webhook, false, lab);
        System.err.println(SafeText.line("written: " + page + ", of night " + night.night() + ", which was over"));
    }

    /**
     * Writes and prints what was asked for.
     *
     * @return exit code of the night
     */
    int finish(LabStore store, NightRow night, LabOptions lab) throws IOException {
        return put(store, night, html, Optional.empty(), true, lab);
    }

    private Path page(NightRow night, LabOptions lab) {
        return html != null ? html : lab.out().resolve("nights").resolve(night.night() + ".html");
    }

    private int put(
            LabStore store,
            NightRow night,
            @Nullable Path page,
            Optional<Webhook> webhook,
            boolean prints,
            LabOptions lab)
            throws IOException {
        NightReport report =
                new NightReports(store, lab.history(store.database().address())).of(night);
        int exitCode = NightReports.exitCode(report);
        if (page != null) {
            write(page, NightPage.write(report, links(store, report, page, lab), exitCode));
        }
        if (junit != null) {
            write(junit, NightJunit.write(report));
        }
        if (prints) {
            System.out.print(json ? NightJson.write(report, exitCode) + "\n" : NightText.write(report, isColoured()));
            System.out.flush();
        }
        Optional<String> silence = webhook.flatMap(it -> NightWebhook.post(it, report, exitCode));
        if (silence.isPresent()) {
            System.err.println(SafeText.line("bench: " + silence.get()));
            store.remark(night.night(), AgentName.ofThisProcess().host(), silence.get());
        }
        return exitCode;
    }

    /** Runs of several hosts are in the database that they share. */
    private static RunLinks links(LabStore store, NightReport report, Path page, LabOptions lab) throws IOException {
        if (!store.database().isShared()) {
            return RunLinks.from(page, lab.out());
        }
        return new FetchedReports(page, lab.out(), new SharedLogs(store.logs()))
                .of(store.attempts().of(report.night().night()));
    }

    private static boolean isColoured() {
        return System.console() != null && System.getenv("NO_COLOR") == null;
    }

    /** Whole or not at all: somebody may have the page open. */
    private static void write(Path file, String text) throws IOException {
        Path absolute = file.toAbsolutePath();
        DurableDirectory.create(absolute.getParent(), OwnersOnly.creatingDirectory(absolute));
        DurableFile.replace(absolute, text, OwnersOnly.creatingReport(absolute));
    }
}
