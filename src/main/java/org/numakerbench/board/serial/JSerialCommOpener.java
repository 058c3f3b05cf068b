package org.numakerbench.board.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.numakerbench.model.FailureCode;
import org.numakerbench.text.Nearest;

/** Opens serial ports with jSerialComm, guarding against what it does on its own (see {@link #open}). */
public final class JSerialCommOpener implements SerialLink.Opener {
    private static final int ENOENT = 2;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int EINVAL = 22;
    private static final int ENOTTY = 25;

    static {
        // One directory for the native library per user: the library shares one world-writable directory by default
        // (jSerialComm issues 251 and 486). Must be set before its class is loaded.
        System.setProperty("fazecast.jSerialComm.appid", "numaker-bench-" + System.getProperty("user.name"));
    }

    /**
     * Opens {@code path} exclusively. For a path that does not exist, jSerialComm would silently open another device of
     * the same last name below /dev; so existence and the resolved node are checked here.
     */
    @Override
    public SerialLink open(Path path, int baud, SerialLink.Listener listener) throws SerialException {
        Path device = resolve(path);
        SerialPort port;
        try {
            port = SerialPort.getCommPort(device.toString());
        } catch (SerialPortInvalidPortException invalid) {
            throw notSerial(path);
        }
        if (!Path.of(port.getSystemPortPath()).equals(device)) {
            throw new SerialException(
                    FailureCode.PORT_FAILED,
                    "cannot open " + path + ": the driver took it for " + port.getSystemPortPath(),
                    "give the device's full path in serial.port");
        }
        // Locks are advisory: two readers would each get a part of the bytes.
        if (isTerminal(device) && !PortUsers.others(device).isEmpty()) {
            throw refused(path, device, EBUSY);
        }
        port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
        JSerialCommLink.applyTimeouts(port);
        try (EarlyRaw early = isTerminal(device) ? EarlyRaw.of(device) : null) {
            if (!port.openPort(0)) {
                throw refused(path, device, port.getLastErrorCode());
            }
            return new JSerialCommLink(port, path, device, listener, early == null ? null : early.counter());
        }
    }

    private static Path resolve(Path path) throws SerialException {
        try {
            Path device = path.toRealPath();
            if (Files.isRegularFile(device) || Files.isDirectory(device)) {
                throw notSerial(path);
            }
            return device;
        } catch (SerialException wrong) {
            throw wrong;
        } catch (AccessDeniedException hidden) {
            throw new SerialException(
                    FailureCode.PORT_DENIED,
                    "cannot open " + path + ": permission denied on the way to it",
                    "check the rights of its directories");
        } catch (IOException missing) {
            throw new SerialException(
                    FailureCode.PORT_MISSING, "cannot open " + path + ": it does not exist", attached(path));
        }
    }

    private static boolean isTerminal(Path device) {
        return device.startsWith("/dev/pts") || device.toString().startsWith("/dev/tty");
    }

    private static SerialException notSerial(Path path) {
        return new SerialException(
                FailureCode.PORT_FAILED,
                "cannot open " + path + ": not a serial device",
                "give the board's serial device in serial.port");
    }

    private static String attached(Path path) {
        List<String> ports = Stream.of(SerialPort.getCommPorts())
                .map(SerialPort::getSystemPortPath)
                .toList();
        String near = Nearest.to(path.toString(), ports)
                .map(port -> "; did you mean " + port + "?")
                .orElse("");
        return "plug the board in or correct serial.port; attached are "
                + (ports.isEmpty() ? "no serial ports" : String.join(", ", ports)) + near;
    }

    private static SerialException refused(Path path, Path device, int errno) {
        return switch (errno) {
            case EACCES ->
                new SerialException(
                        FailureCode.PORT_DENIED,
                        "cannot open " + path + ": permission denied",
                        "add yourself to the group of " + device + " (usually dialout) and log in again");
            case ENOTTY, EINVAL -> notSerial(path);
            // ENOENT: jSerialComm's answer when this JVM has the port open.
            case EAGAIN, EBUSY, ENOENT ->
                new SerialException(
                        FailureCode.PORT_BUSY,
                        "cannot open " + path + ": it is in use" + PortUsers.describe(device),
                        "end the program that has it open; one bench, one port");
            default ->
                new SerialException(
                        FailureCode.PORT_FAILED,
                        "cannot open " + path + ": error " + errno + " of the operating system",
                        "check that it is the board's serial device");
        };
    }
}
