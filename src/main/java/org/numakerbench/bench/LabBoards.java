package org.numakerbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.firmware.Image;
import org.numakerbench.lab.agent.BoardSlot;
import org.numakerbench.lab.agent.NotRunnableException;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.WitnessProfile;
import org.numakerbench.run.RunPlan;

/** The boards of a profile, attached for as long as a lab works with them; simulators are started. */
public final class LabBoards implements AutoCloseable {
    /** Whatever switches a board's power does not need its port, which may be gone. */
    private static final SerialLink NO_LINK = new SerialLink() {
        @Override
        public Path device() {
            return Path.of("none");
        }

        @Override
        public void write(Bytes bytes) throws IOException {
            throw new IOException("no port is open");
        }

        @Override
        public void sendBreak(long holdMs) throws IOException {
            throw new IOException("no port is open");
        }

        @Override
        public void close() {}
    };

    private final Opened opened = new Opened();
    private final List<BoardSlot> stations = new ArrayList<>();
    private final Map<String, AttachedBoard> attached = new HashMap<>();
    private final VirtualBench bench;

    private LabBoards(VirtualBench bench) {
        this.bench = bench;
        opened.add(bench::close);
    }

    /**
     * @param boards of the profile, those to be used
     * @param out directory of run directories
     * @throws IOException when a simulator cannot be started
     */
    public static LabBoards open(Profile profile, List<BoardProfile> boards, Path out) throws IOException {
        LabBoards made = new LabBoards(VirtualBench.start(profile));
        try {
            for (BoardProfile board : boards) {
                AttachedBoard attached = made.bench.attach(board);
                made.opened.add(attached::close);
                made.attached.put(board.name(), attached);
                made.stations.add(new AttachedStation(made.bench.profile(), attached.profile(), out));
            }
            return made;
        } catch (IOException | RuntimeException failure) {
            made.close();
            throw failure;
        }
    }

    public List<BoardSlot> all() {
        return List.copyOf(stations);
    }

    /** What the profile's simulators are, to disturb them, say. */
    public VirtualBench bench() {
        return bench;
    }

    /** A simulator among the boards, to unplug it, say. */
    public AttachedBoard attached(String board) {
        return Optional.ofNullable(attached.get(board)).orElseThrow();
    }

    /** How {@code board} is called in a lab. */
    public static BoardSelector.Board place(Profile profile, BoardProfile board) {
        return new BoardSelector.Board(profile.bench(), board.name(), board.target(), board.thing());
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }

    private record AttachedStation(Profile profile, BoardProfile board, Path out) implements BoardSlot {
        @Override
        public BoardSelector.Board place() {
            return LabBoards.place(profile, board);
        }

        @Override
        public RunPlan plan(Image image) throws NotRunnableException {
            // Boards run side by side, on this host and on others: each run's witness has a client ID of its own.
            String witness =
                    profile.cloud().witness().map(WitnessProfile::clientId).orElseThrow() + "-" + board.name();
            try {
                return RunPlans.plan(profile, board, image, out, witness);
            } catch (UsageException wrong) {
                throw new NotRunnableException(String.valueOf(wrong.getMessage()), wrong);
            }
        }

        @Override
        public boolean isThere() {
            return Files.exists(RunPlans.port(board));
        }

        @Override
        public Duration goesOnFor() {
            // A simulator ends with the process that started it.
            boolean standIn = board.virtual().isPresent() || board.qemu().isPresent();
            return standIn ? Duration.ZERO : profile.limits().run();
        }

        @Override
        public Optional<PowerCycle> power() {
            return board.power().map(means -> {
                Resetter power = RunPlans.power(board, means);
                return () -> power.reset(NO_LINK, fact -> {});
            });
        }
    }
}
