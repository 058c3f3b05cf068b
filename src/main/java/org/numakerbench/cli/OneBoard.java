package org.numakerbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.BoardDrivers;
import org.numakerbench.bench.Profiles;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.UsageException;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.board.DriverException;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageCheck;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.ProfileException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which board a command is about, and of which profile. */
final class OneBoard {
    private static final Path PROFILES = Path.of("bench-profiles");

    @Parameters(paramLabel = "BOARD", description = "Name of a board of the profile.")
    private String name = "";

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Bench profile; default: the one in bench-profiles that has this board.")
    private @Nullable Path file;

    @Option(names = "--image", paramLabel = "ID", description = "Image to flash; default: the board's.")
    private @Nullable String imageId;

    /** Something done with one board. */
    interface Action {
        int with(Profile profile, BoardDrivers board) throws IOException, InterruptedException, DriverException;
    }

    /**
     * @throws UsageException when there is no such board
     * @throws ProfileException when the profile is wrong
     * @throws ImageException when the board's image is wrong
     */
    int run(Action action) throws IOException, InterruptedException, DriverException, ProfileException, ImageException {
        Profile profile = profile();
        BoardProfile board = find(profile)
                .orElseThrow(() ->
                        new UsageException("board " + name + ": " + profile.file() + " has no such board; it has "
                                + String.join(
                                        ", ",
                                        profile.boards().stream()
                                                .map(BoardProfile::name)
                                                .toList())));
        String id = imageId != null ? imageId : board.image().orElse(null);
        Image image =
                id == null ? null : Images.findFor(board.name(), board.target(), board.thing(), profile.images(), id);
        if (image != null) {
            ImageCheck.require(image.path(), board.target());
        }
        // A simulator begins with an empty chip.
        boolean standIn = board.virtual().isPresent() || board.qemu().isPresent();
        try (VirtualBench bench = VirtualBench.start(profile);
                AttachedBoard attached = bench.attach(board)) {
            BoardDrivers hands = RunPlans.hands(attached.profile(), image);
            if (standIn && image != null) {
                hands.flash(fact -> {});
            }
            return action.with(bench.profile(), hands);
        }
    }

    private Optional<BoardProfile> find(Profile profile) {
        return profile.boards().stream()
                .filter(board -> board.name().equals(name))
                .findFirst();
    }

    private Profile profile() throws ProfileException, IOException {
        if (file != null) {
            return Profiles.read(file);
        }
        List<Profile> having = new ArrayList<>();
        List<Path> all = List.of();
        if (Files.isDirectory(PROFILES)) {
            try (Stream<Path> files = Files.list(PROFILES)) {
                all = files.filter(it -> it.toString().endsWith(".yaml"))
                        .sorted()
                        .toList();
            }
        }
        for (Path each : all) {
            try {
                Profile profile = Profiles.read(each);
                if (find(profile).isPresent()) {
                    having.add(profile);
                }
            } catch (ProfileException notThisOne) {
                // A profile that is wrong is no reason not to find the board in another.
            }
        }
        if (having.size() != 1) {
            throw new UsageException("board " + name + ": "
                    + (having.isEmpty() ? "no profile in " : having.size() + " profiles in ") + PROFILES + " "
                    + (having.size() > 1 ? "have" : "has") + " such a board; say which with --profile FILE");
        }
        return having.get(0);
    }
}
