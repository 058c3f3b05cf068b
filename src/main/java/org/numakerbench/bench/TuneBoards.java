package org.numakerbench.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.evidence.Fact;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.CloudProfile;
import org.numakerbench.profile.Profile.LinkProfile;
import org.numakerbench.profile.Profile.WitnessProfile;
import org.numakerbench.run.FaultyPath;
import org.numakerbench.tune.BoardVisitor.Station;
import org.numakerbench.tune.experiment.Experiment;
import org.numakerbench.tune.experiment.Experiment.Faults;

/** The boards of an experiment, each with its link; simulators are started. */
public final class TuneBoards implements AutoCloseable {
    private static final FaultyPath STRAIGHT = new FaultyPath() {
        @Override
        public void begin(long seed, Consumer<Fact> record) {}

        @Override
        public void end() {}
    };

    private final Opened opened = new Opened();
    private final Map<String, Station> stations = new LinkedHashMap<>();

    private TuneBoards() {}

    /**
     * @param boards of the profile, those to be used
     * @param visits directory of run directories
     * @throws UsageException when a board has no link that could be disturbed
     * @throws IOException when a simulator or a link cannot be started
     */
    public static TuneBoards open(Experiment experiment, Profile profile, List<BoardProfile> boards, Path visits)
            throws IOException {
        TuneBoards made = new TuneBoards();
        try {
            VirtualBench bench = VirtualBench.start(profile);
            made.opened.add(bench::close);
            for (BoardProfile board : boards) {
                made.add(experiment, bench, board, visits);
            }
            return made;
        } catch (IOException | RuntimeException failure) {
            made.close();
            throw failure;
        }
    }

    private void add(Experiment experiment, VirtualBench bench, BoardProfile board, Path visits) throws IOException {
        CloudProfile cloud = bench.profile().cloud();
        LinkPath path = path(board, cloud, experiment.faults());
        if (path != null) {
            opened.add(path::close);
        }
        AttachedBoard attached = bench.attach(board, path == null ? null : path.link());
        opened.add(attached::close);
        String witness = cloud.witness().map(WitnessProfile::clientId).orElseThrow() + "-" + board.name();
        stations.put(
                board.name(),
                new Station(
                        attached.profile(),
                        image -> RunPlans.plan(bench.profile(), attached.profile(), image, visits, witness),
                        path == null ? STRAIGHT : path));
    }

    /** Null when nothing is to be disturbed. */
    private static @Nullable LinkPath path(BoardProfile board, CloudProfile cloud, Optional<Faults> faults)
            throws IOException {
        if (faults.isEmpty()) {
            return null;
        }
        String host = cloud.endpoint().orElseThrow();
        if (board.virtual().isPresent() || board.qemu().isPresent()) {
            return new LinkPath(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), host, cloud.mqttPort(), faults);
        }
        LinkProfile link = board.link()
                .orElseThrow(() -> new UsageException("board " + board.name()
                        + " has no link, so that its connections cannot be disturbed; add link: {address: ...} to it in"
                        + " the profile, and let its network resolve " + host + " to that address"));
        return new LinkPath(new InetSocketAddress(link.address(), link.port()), host, cloud.mqttPort(), faults);
    }

    public Map<String, Station> all() {
        return stations;
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
