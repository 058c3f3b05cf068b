package org.numakerbench.sim.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.sim.board.wire.ControlSocket;
import org.numakerbench.sim.board.wire.PseudoTerminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board in QEMU: a serial port and a control socket in one directory. Flashing is a new QEMU with that image, halted;
 * resetting starts it. The serial port stays, as that of an adapter does.
 */
public final class QemuBoard implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(QemuBoard.class);
    private static final String COMMANDS = "commands are: flash PATH, reset, cable out, cable in";

    /** A pseudo-terminal does not tell when somebody opens it. */
    private static final long LOOK_AGAIN_NANOS = 20_000_000;

    private final QemuBoardOptions options;
    private final PseudoTerminal port;
    private final ControlSocket control;
    private @Nullable QemuProcess chip;

    private QemuBoard(QemuBoardOptions options) throws IOException {
        this.options = options;
        this.port = PseudoTerminal.open(options.directory().resolve("uart"));
        this.control = ControlSocket.open(controlSocket(), this::command, options.name());
    }

    /** @throws IOException when QEMU is not installed, or the directory cannot be used; nothing is left running */
    public static QemuBoard start(QemuBoardOptions options) throws IOException {
        if (find(options.executable()).isEmpty()) {
            throw new IOException("board " + options.name() + " needs " + options.executable()
                    + ", which is not installed (Debian: apt install qemu-system-arm)");
        }
        ControlSocket.checkLength(options.directory().resolve("control.sock"));
        Files.createDirectories(options.directory());
        return new QemuBoard(options);
    }

    /** Where {@code executable} is: a path, or a name on the PATH. */
    static Optional<Path> find(String executable) {
        Stream<String> places = executable.contains("/")
                ? Stream.of("")
                : Arrays.stream(String.valueOf(System.getenv("PATH")).split(":"));
        return places.map(place -> Path.of(place, executable))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The serial port. */
    public Path uartPath() {
        return port.link();
    }

    /** Unix-domain socket that takes {@code flash PATH}, {@code reset} and {@code cable out|in}. */
    public Path controlSocket() {
        return options.directory().resolve("control.sock");
    }

    private void command(String line) throws IOException {
        if (line.startsWith("flash ")) {
            flash(Path.of(line.substring("flash ".length())));
        } else {
            switch (line) {
                case "reset" -> chip().reset();
                case "cable out" -> chip().cable(false);
                case "cable in" -> chip().cable(true);
                default -> throw new IOException(COMMANDS);
            }
        }
    }

    /** The image's directory has the manifest, which says what is compiled in. */
    private synchronized void flash(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || directory.getParent() == null) {
            throw new IOException("no image at " + file);
        }
        Image image;
        try {
            image = Images.find(directory.getParent(), directory.getFileName().toString());
        } catch (ImageException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
        powerOff();
        QemuProcess started = QemuProcess.start(options, image);
        chip = started;
        pump("uart-out", () -> fromBoard(started));
        if (image.manifest().hostCommands()) {
            pump("uart-in", () -> toBoard(started));
        }
    }

    private synchronized QemuProcess chip() throws IOException {
        if (chip == null) {
            throw new IOException("nothing has been flashed yet");
        }
        return chip;
    }

    /** A copy loop that ends with the chip. */
    private interface Pump {
        void run() throws IOException;
    }

    private void pump(String name, Pump pump) {
        Thread thread = new Thread(
                () -> {
                    try {
                        pump.run();
                    } catch (ClosedChannelException off) {
                        LOG.debug("{}: {} closed", options.name(), name);
                    } catch (IOException failure) {
                        LOG.debug("{}: {} ended: {}", options.name(), name, failure.getMessage());
                    }
                },
                options.name() + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void fromBoard(QemuProcess from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (from.read(buffer.clear()) >= 0) {
            byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
            for (int sent = 0; sent < bytes.length; ) {
                sent += port.write(bytes, sent);
            }
        }
    }

    private void toBoard(QemuProcess to) throws IOException {
        byte[] buffer = new byte[256];
        while (isRunning(to)) {
            int count = port.read(buffer);
            if (count > 0) {
                to.write(ByteBuffer.wrap(buffer, 0, count));
            } else if (count == PseudoTerminal.NOBODY) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private synchronized boolean isRunning(QemuProcess process) {
        return chip == process;
    }

    private void powerOff() throws IOException {
        QemuProcess running = chip;
        chip = null;
        if (running != null) {
            running.close();
        }
    }

    /** Ends QEMU and takes port and socket away. */
    @Override
    public void close() throws IOException {
        try (port;
                control) {
            synchronized (this) {
                powerOff();
            }
        }
    }
}
