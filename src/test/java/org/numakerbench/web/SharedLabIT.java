package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.firmware.Target;
import org.numakerbench.history.Rows;
import org.numakerbench.history.store.Databases;
import org.numakerbench.history.store.Databases.Kind;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.lab.logs.PackedLog;
import org.numakerbench.lab.logs.SharedLogs;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.secret.GrowingRedaction;
import org.numakerbench.secret.SecretText;

/** The dashboard of a lab of several hosts, which are known by their database alone. */
class SharedLabIT {
    @TempDir
    private Path scratch;

    private final HttpClient browser = HttpClient.newHttpClient();

    private HttpResponse<String> get(Dashboard dashboard, String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(dashboard.url() + path)).build(), BodyHandlers.ofString());
    }

    private static void until(Iterator<String> lines, String words) {
        while (!lines.next().contains(words)) {
            // Goes on until the stream ends.
        }
    }

    @Test
    void whatOtherHostsSendIsSeenAsItComes() throws Exception {
        HistoryAddress address = Databases.fresh(Kind.POSTGRESQL, scratch);
        // As a host sends them: without secrets, and without what tells them.
        List<EvidenceEntry> entries = new GrowingRedaction(context -> SecretText.of(RunLog.SECRETS))
                .accept(RunLog.clean().entries(), true);
        BoardSelector.Board board = new BoardSelector.Board("far", "m487", Target.NUMAKER_PFM_M487, Optional.empty());
        try (LabStore host = LabStore.open(address);
                LabStore own = LabStore.open(address);
                HistoryStore history = HistoryStore.open(address);
                Dashboard dashboard = Dashboard.start(
                        new Sources(own, new SharedLogs(own.logs()), address, scratch),
                        DashboardOptions.onLoopback())) {
            history.putAll(Rows.nights(2, 2));
            host.offers().offer(board, "agent-far");
            host.logs().add(ServedLab.BENCH, ServedLab.RUN, 1, PackedLog.pack(entries.subList(0, 40)));
            try (Stream<String> lab = stream(dashboard, "events");
                    Stream<String> run = stream(dashboard, ServedLab.RUN_PAGE.substring(1) + "/events")) {
                Iterator<String> labLines = lab.iterator();
                Iterator<String> runLines = run.iterator();
                until(labLines, "m487");
                until(runLines, "RUNNING");

                host.offers().state(board, "agent-far", BoardState.WAITING, null, null, "the cloud is away");
                host.logs().add(ServedLab.BENCH, ServedLab.RUN, 2, PackedLog.pack(entries.subList(40, entries.size())));
                host.logs().complete(ServedLab.BENCH, ServedLab.RUN, PackedLog.pack(entries));

                until(labLines, "the cloud is away");
                until(runLines, "PASS");
                until(runLines, "event: end");
            }
            assertThat(get(dashboard, ServedLab.RUN_PAGE.substring(1) + "/report")
                            .body())
                    .contains("MQTT connects OK");
            assertThat(get(dashboard, "runs?image=nightly-1").body())
                    .contains("nightly-1")
                    .doesNotContain("nightly-0");
            assertThat(get(dashboard, "healthz").statusCode()).isEqualTo(200);
            assertThat(get(dashboard, "runs/other/" + ServedLab.RUN).statusCode())
                    .isEqualTo(404);
        }
    }

    private Stream<String> stream(Dashboard dashboard, String path) throws Exception {
        return browser.send(
                        HttpRequest.newBuilder(URI.create(dashboard.url() + path))
                                .build(),
                        BodyHandlers.ofLines())
                .body();
    }
}
