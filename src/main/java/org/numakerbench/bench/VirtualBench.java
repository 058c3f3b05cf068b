package org.numakerbench.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.method.FlashMethod;
import org.numakerbench.board.method.SocketMethod;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.Profile.CloudProfile;
import org.numakerbench.profile.Profile.QemuProfile;
import org.numakerbench.profile.Profile.SerialProfile;
import org.numakerbench.profile.Profile.WitnessProfile;
import org.numakerbench.scratch.Scratch;
import org.numakerbench.scratch.ScratchDirectory;
import org.numakerbench.sim.board.VirtualBoard;
import org.numakerbench.sim.board.VirtualBoardOptions;
import org.numakerbench.sim.board.esp8266.Air;
import org.numakerbench.sim.board.esp8266.ModuleTraits;
import org.numakerbench.sim.board.program.Wireless;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.sim.net.FaultyLink;
import org.numakerbench.sim.qemu.QemuBoard;
import org.numakerbench.sim.qemu.QemuBoardOptions;

/**
 * The simulators a profile asks for. They end where the bench begins: the profile that comes out names a device node, a
 * volume, a socket and an endpoint like any other, and the run knows nothing of them.
 */
public final class VirtualBench implements AutoCloseable {
    private static final Duration FLASH_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RESET_TIMEOUT = Duration.ofSeconds(5);
    public static final String WITNESS_CLIENT_ID = "numaker-bench-witness";

    private final Profile profile;
    private final @Nullable LocalCloud cloud;

    private VirtualBench(Profile profile, @Nullable LocalCloud cloud) {
        this.profile = profile;
        this.cloud = cloud;
    }

    /** Starts the local cloud if {@code profile} asks for one. */
    public static VirtualBench start(Profile profile) throws IOException {
        CloudProfile wanted = profile.cloud();
        if (wanted.local().isEmpty()) {
            return new VirtualBench(profile, null);
        }
        LocalCloud cloud =
                LocalCloud.start(LocalCloudOptions.in(wanted.local().get().directory()));
        return new VirtualBench(with(profile, cloud), cloud);
    }

    /** The same profile with the endpoint and the witness of {@code cloud}. */
    static Profile with(Profile profile, LocalCloud cloud) {
        WitnessProfile witness = new WitnessProfile(
                profile.cloud().witness().map(WitnessProfile::clientId).orElse(WITNESS_CLIENT_ID),
                cloud.credentials().ca(),
                cloud.credentials().witnessCertificate(),
                cloud.credentials().witnessKey());
        CloudProfile endpoint = new CloudProfile(
                Optional.of(cloud.endpoint()),
                cloud.mqttPort(),
                cloud.httpsPort(),
                false,
                Optional.of(witness),
                profile.cloud().local());
        return new Profile(
                profile.file(),
                profile.bench(),
                profile.images(),
                endpoint,
                profile.boards(),
                profile.limits(),
                profile.loops(),
                profile.heap(),
                profile.measurements(),
                profile.history(),
                profile.secrets(),
                profile.firmware());
    }

    /** The local cloud, to disturb it, say; null when the profile watches a real one. */
    public @Nullable LocalCloud cloud() {
        return cloud;
    }

    /** The profile with endpoint and witness filled in. */
    public Profile profile() {
        return profile;
    }

    /**
     * Starts the virtual board that {@code board} asks for; a board of the profile's own is returned as it is.
     *
     * @throws IOException when the board cannot be made
     */
    public AttachedBoard attach(BoardProfile board) throws IOException {
        return attach(board, null);
    }

    /** @param link what a simulator's connections go through; null: straight to the cloud */
    public AttachedBoard attach(BoardProfile board, @Nullable FaultyLink link) throws IOException {
        if (board.virtual().isEmpty() && board.qemu().isEmpty()) {
            return new AttachedBoard(board, null, null, null);
        }
        LocalCloud local = cloud;
        if (local == null) {
            throw new IOException("board " + board.name() + " is a simulator, but the profile has no cloud.local");
        }
        ScratchDirectory directory = Scratch.directory("b");
        try {
            return board.qemu().isPresent()
                    ? emulated(board, board.qemu().get(), local, link, directory)
                    : virtual(board, local, link, directory);
        } catch (IOException failure) {
            directory.close();
            throw failure;
        }
    }

    private static AttachedBoard virtual(
            BoardProfile board, LocalCloud local, @Nullable FaultyLink link, ScratchDirectory directory)
            throws IOException {
        Optional<Wireless> wireless = board.virtual()
                .orElseThrow()
                .esp8266()
                .map(it -> new Wireless(ModuleTraits.ordinary(it.seed(), it.slowness()), air(link)));
        VirtualBoard virtual = VirtualBoard.start(new VirtualBoardOptions(
                board.name(),
                board.target(),
                directory.path(),
                board.virtual().orElseThrow().baud(),
                local.endpoint(),
                link == null ? local.mqttPort() : link.port(),
                local.httpsPort(),
                local.credentials().ca(),
                local.credentials().deviceCertificate(),
                local.credentials().deviceKey(),
                wireless));
        BoardProfile attached = attached(
                board,
                local,
                virtual.uartPath(),
                new FlashMethod.MassStorage(Optional.of(virtual.volumePath()), "NuMicro MCU", FLASH_TIMEOUT),
                virtual.resetSocket());
        return new AttachedBoard(attached, virtual, virtual, directory);
    }

    private static AttachedBoard emulated(
            BoardProfile board,
            QemuProfile qemu,
            LocalCloud local,
            @Nullable FaultyLink link,
            ScratchDirectory directory)
            throws IOException {
        QemuBoard emulated = QemuBoard.start(new QemuBoardOptions(
                board.name(),
                directory.path(),
                qemu.executable(),
                qemu.machine(),
                qemu.arguments(),
                qemu.baud(),
                local.endpoint(),
                link == null ? local.mqttPort() : link.port(),
                local.httpsPort(),
                local.credentials().ca(),
                local.credentials().deviceCertificate(),
                local.credentials().deviceKey()));
        BoardProfile attached = attached(
                board,
                local,
                emulated.uartPath(),
                new SocketMethod(emulated.controlSocket(), FLASH_TIMEOUT),
                emulated.controlSocket());
        return new AttachedBoard(attached, null, emulated, directory);
    }

    private static BoardProfile attached(
            BoardProfile board, LocalCloud local, Path uart, FlashMethod flash, Path resetSocket) {
        return new BoardProfile(
                board.name(),
                board.target(),
                Optional.empty(),
                board.image(),
                board.thing(),
                Optional.of(local.credentials().deviceCertificate()),
                new SerialProfile(Optional.of(uart), board.serial().baud()),
                flash,
                List.of(new SocketMethod(resetSocket, RESET_TIMEOUT)),
                board.virtual(),
                board.qemu(),
                board.network(),
                board.link(),
                board.power());
    }

    /** The module's radio notices that the link holds its packets back. */
    private static Air air(@Nullable FaultyLink link) {
        return link == null
                ? Air.CLEAR
                : (localPort, bytes, deadline) -> {
                    try {
                        return link.awaitForwarded(localPort, bytes, deadline);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                };
    }

    @Override
    public void close() throws IOException {
        if (cloud != null) {
            cloud.close();
        }
    }

    /** A board ready to run, with what was started for it. */
    public static final class AttachedBoard implements AutoCloseable {
        private final BoardProfile profile;
        private final @Nullable VirtualBoard virtual;
        private final @Nullable Closeable standIn;
        private final @Nullable ScratchDirectory directory;

        private AttachedBoard(
                BoardProfile profile,
                @Nullable VirtualBoard virtual,
                @Nullable Closeable standIn,
                @Nullable ScratchDirectory directory) {
            this.profile = profile;
            this.virtual = virtual;
            this.standIn = standIn;
            this.directory = directory;
        }

        public BoardProfile profile() {
            return profile;
        }

        /** The virtual board itself, to unplug it, say; null for any other. */
        public @Nullable VirtualBoard virtual() {
            return virtual;
        }

        @Override
        public void close() throws IOException {
            if (standIn != null) {
                standIn.close();
            }
            if (directory != null) {
                directory.close();
            }
        }
    }
}
