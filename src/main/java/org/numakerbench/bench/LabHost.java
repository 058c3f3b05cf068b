package org.numakerbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.numakerbench.firmware.Image;
import org.numakerbench.history.RunHistory;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.agent.Agent;
import org.numakerbench.lab.agent.AgentListener;
import org.numakerbench.lab.agent.AgentOptions;
import org.numakerbench.lab.agent.LabImages;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.report.run.RunReports;

/** The boards of a profile at work for a lab, until they are closed. */
public final class LabHost implements AutoCloseable {
    private final RunHistory history;
    private final LabBoards stations;
    private final Agent agent;

    private LabHost(RunHistory history, LabBoards stations, Agent agent) {
        this.history = history;
        this.stations = stations;
        this.agent = agent;
    }

    /**
     * Offers {@code boards} and begins to work.
     *
     * @param out directory of run directories; runs that were cut off there get their end first
     * @param runs where the history of runs is
     * @throws IOException when a simulator cannot be started, the database cannot be used, or another agent has a board
     */
    public static LabHost start(
            LabStore store,
            Profile profile,
            List<BoardProfile> boards,
            AgentOptions options,
            HistoryAddress runs,
            AgentListener listener)
            throws IOException {
        return start(store, profile, boards, options, runs, listener, new DescriptionWarnings(listener::remark));
    }

    /** @param warnings of firmware descriptions, of which some may have been told */
    public static LabHost start(
            LabStore store,
            Profile profile,
            List<BoardProfile> boards,
            AgentOptions options,
            HistoryAddress runs,
            AgentListener listener,
            DescriptionWarnings warnings)
            throws IOException {
        Path out = Files.createDirectories(options.out());
        RunHistory history = new RunHistory(out, runs, listener::remark);
        LabBoards stations = null;
        try {
            stations = LabBoards.open(profile, boards, out);
            LabImages images = new LabImages(profile.images(), out.resolve(".lab-images"), store.images());
            Agent agent = Agent.start(
                    store,
                    options,
                    stations.all(),
                    (id, sha256) -> {
                        Image image = images.find(id, sha256);
                        warnings.tell(profile, image);
                        return image;
                    },
                    history,
                    RunReports.reporter(history),
                    listener);
            return new LabHost(history, stations, agent);
        } catch (IOException | RuntimeException failure) {
            if (stations != null) {
                stations.close();
            }
            history.close();
            throw failure;
        }
    }

    /** What the profile's simulators are, to disturb them, say. */
    public LabBoards stations() {
        return stations;
    }

    @Override
    public void close() throws IOException {
        agent.close();
        stations.close();
        history.close();
    }
}
