package org.numakerbench.sim.board;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.numakerbench.sim.board.program.Endpoint;
import org.numakerbench.sim.board.wire.ControlSocket;
import org.numakerbench.sim.board.wire.PseudoTerminal;

/**
 * A virtual NuMaker board: a serial port, a volume to flash through and a reset line, all in one directory. It does
 * what the image on it says, and nothing until one was flashed.
 *
 * <p>Close it after the bench has closed the port: what was not read by then is lost.
 */
public final class VirtualBoard implements Closeable {
    private final PseudoTerminal port;
    private final Chip chip;
    private final FlashVolume volume;
    private final ControlSocket resetLine;
    private final VirtualBoardOptions options;

    private VirtualBoard(
            VirtualBoardOptions options, PseudoTerminal port, Chip chip, FlashVolume volume, ControlSocket resetLine) {
        this.options = options;
        this.port = port;
        this.chip = chip;
        this.volume = volume;
        this.resetLine = resetLine;
    }

    /** @throws IOException when the directory's path is too long or it cannot be used; nothing is left running */
    public static VirtualBoard start(VirtualBoardOptions options) throws IOException {
        Path directory = options.directory();
        Path socket = directory.resolve("reset.sock");
        ControlSocket.checkLength(socket);
        Files.createDirectories(directory);
        Endpoint endpoint = new Endpoint(
                options.endpoint(),
                options.mqttPort(),
                options.httpsPort(),
                options.ca(),
                options.certificate(),
                options.privateKey());
        PseudoTerminal port = PseudoTerminal.open(directory.resolve("uart"));
        Chip chip = new Chip(options.name(), endpoint, options.wireless(), port, options.baud());
        FlashVolume volume = null;
        try {
            volume = FlashVolume.open(directory.resolve("volume"), options.target(), chip, options.name());
            ControlSocket resetLine = ControlSocket.open(socket, line -> command(chip, line), options.name());
            return new VirtualBoard(options, port, chip, volume, resetLine);
        } catch (IOException e) {
            if (volume != null) {
                volume.close();
            }
            chip.powerOff();
            port.close();
            throw e;
        }
    }

    private static void command(Chip chip, String line) throws IOException {
        if (!line.equals("reset")) {
            throw new IOException("the only command is reset");
        }
        chip.reset();
    }

    /** The serial port: a symlink that stays the same over {@link #unplug} and {@link #replug}. */
    public Path uartPath() {
        return port.link();
    }

    /** The mass storage volume: copy an image here. */
    public Path volumePath() {
        return options.directory().resolve("volume");
    }

    /** Unix-domain socket that takes the line {@code reset} and answers {@code ok}. */
    public Path resetSocket() {
        return options.directory().resolve("reset.sock");
    }

    /** As the reset button: what runs stops at once, even in mid-line, its connection is cut, and the chip boots. */
    public void reset() {
        chip.reset();
    }

    /** Pulls the USB plug: the serial port hangs up and vanishes; the chip goes on. */
    public void unplug() throws IOException {
        port.unplug();
    }

    /** Plugs it in again: a new port under the same path. */
    public void replug() throws IOException {
        port.replug();
    }

    /** Ends every thread and takes the port, the socket and the program away. */
    @Override
    public void close() throws IOException {
        try (port;
                volume;
                resetLine) {
            chip.powerOff();
        }
    }
}
