package org.numakerbench.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.method.CommandMethod;
import org.numakerbench.board.method.FlashMethod;
import org.numakerbench.board.method.OpenOcdMethod;
import org.numakerbench.board.method.Program;
import org.numakerbench.board.method.ResetMethod;
import org.numakerbench.board.method.SocketMethod;
import org.numakerbench.board.serial.PortUsers;
import org.numakerbench.board.usb.Adapter;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.model.Stage;
import org.numakerbench.profile.Profile.BoardProfile;

/** One board: is it there, is its port free, can it be flashed and reset by the means of its profile. */
final class BoardChecks {
    private static final Pattern PYOCD_VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})[0-9A-Za-z.+-]*");
    private static final int PYOCD_TOO_OLD = 13;
    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(20);

    private final BoardProfile board;
    private final UsbBoards usb;
    private final String where;
    private final List<Diagnosis> all = new ArrayList<>();

    BoardChecks(BoardProfile board, UsbBoards usb) {
        this.board = board;
        this.usb = usb;
        this.where = "board " + board.name();
    }

    List<Diagnosis> all() throws InterruptedException {
        if (board.virtual().isPresent()) {
            return List.of(Diagnosis.ok(where, "virtual"));
        }
        if (board.qemu().isPresent()) {
            return List.of(Programs.installed(where, board.qemu().get().executable(), "apt install qemu-system-arm"));
        }
        Optional<UsbBoard> attached = board.usb().flatMap(usb::at);
        if (board.usb().isPresent() && attached.isEmpty()) {
            all.add(Diagnosis.broken(
                    where,
                    "nothing is plugged into USB port " + board.usb().get(),
                    "plug it in, or correct usb in the profile (bench boards lists what is attached)"));
        } else {
            attached.ifPresent(this::place);
            serial(attached);
            flash(attached);
        }
        for (int item = 0; item < board.reset().size(); item++) {
            reset(board.reset().get(item), item == board.reset().size() - 1, attached);
        }
        return all;
    }

    private void place(UsbBoard attached) {
        if (board.usb().filter(usb::mayMove).isPresent()) {
            all.add(Diagnosis.warning(
                    where,
                    "usb: " + attached.port()
                            + " begins with the order in which this host's USB controllers were found,"
                            + " and it has more than one: after the next start another board may be there",
                    "write usb: " + attached.stablePort()));
        }
    }

    private void serial(Optional<UsbBoard> attached) {
        Path port = board.serial()
                .port()
                .or(() -> attached.flatMap(UsbBoard::serial).map(UsbBoard.SerialNode::device))
                .orElse(null);
        if (port == null) {
            all.add(Diagnosis.broken(
                    where, "its adapter shows no serial port", "check the adapter's switch and plug it in again"));
            return;
        }
        Path device;
        try {
            device = port.toRealPath();
        } catch (IOException missing) {
            all.add(Diagnosis.broken(
                    where, port + " does not exist", "plug the board in, or correct serial.port (bench boards)"));
            return;
        }
        List<String> users = PortUsers.others(device);
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            all.add(Diagnosis.broken(
                    where,
                    "no right to use " + device,
                    "sudo usermod -aG " + group(device) + " " + System.getProperty("user.name")
                            + ", then log in again"));
        } else if (!users.isEmpty()) {
            all.add(Diagnosis.broken(where, device + " is in use by " + String.join(", ", users), "end that program"));
        } else {
            all.add(Diagnosis.ok(where, "serial port " + device + " is free"));
        }
    }

    private static String group(Path device) {
        try {
            return String.valueOf(Files.getAttribute(device, "posix:group", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UnsupportedOperationException unknown) {
            return "dialout";
        }
    }

    private void flash(Optional<UsbBoard> attached) throws InterruptedException {
        FlashMethod flash = board.flash();
        if (flash instanceof FlashMethod.MassStorage it) {
            method(attached, "mass-storage");
            massStorage(it, attached);
        } else if (flash instanceof OpenOcdMethod it) {
            method(attached, "openocd");
            openOcd(it.openOcd(board.target()));
        } else if (flash instanceof SocketMethod it) {
            socket(it);
        } else {
            installed(flash.program());
        }
        if (flash instanceof CommandMethod it && it.success().isEmpty()) {
            all.add(Diagnosis.warning(
                    where,
                    "flash by command without success: the exit code alone is believed, also beside an error",
                    "add success: to flash, a text that " + it.command().get(0) + " prints when all is well"));
        }
        if (flash instanceof FlashMethod.PyOcd it
                && Programs.find(it.executable()).isPresent()) {
            pyOcd(it.executable());
        }
    }

    private void installed(Optional<Program> needed) {
        needed.ifPresent(it -> all.add(Programs.installed(where, it.executable(), it.fix())));
    }

    private void socket(SocketMethod socket) {
        if (Files.notExists(socket.path())) {
            all.add(Diagnosis.broken(where, socket.path() + " does not exist", "start the board's program"));
        }
    }

    /** The adapter's switch, read when it was plugged in. */
    private void method(Optional<UsbBoard> attached, String method) {
        Adapter adapter = attached.flatMap(UsbBoard::adapter).orElse(null);
        if (adapter != null && !adapter.methods().contains(method)) {
            all.add(Diagnosis.broken(
                    where, "cannot be flashed by " + method + " now: " + adapter.name(), adapter.advice()));
        }
    }

    private void massStorage(FlashMethod.MassStorage flash, Optional<UsbBoard> attached) {
        Optional<UsbBoard.Volume> volume = attached.flatMap(UsbBoard::volume);
        Path point = flash.volume()
                .or(() -> volume.flatMap(UsbBoard.Volume::mountPoint))
                .orElse(null);
        if (point == null) {
            if (volume.isPresent()) {
                all.add(Programs.installed(
                        where,
                        "udisksctl",
                        "its volume is not mounted, and udisks would do so: apt install udisks2, or mount it"));
            }
            return;
        }
        String label = volume.flatMap(UsbBoard.Volume::label).orElse(flash.label());
        if (!Files.isDirectory(point) && volume.isPresent() && flash.volume().isEmpty()) {
            all.add(Diagnosis.broken(
                    where,
                    "its volume is mounted by another user on " + point + ", where " + System.getProperty("user.name")
                            + " may not look",
                    "unmount it as that user (udisksctl unmount -b "
                            + volume.get().device() + "): the bench mounts it for itself"));
        } else if (!Files.isDirectory(point)) {
            all.add(Diagnosis.broken(where, "no volume at " + point, "mount it there, or correct flash.volume"));
        } else if (!label.equals(flash.label())) {
            all.add(Diagnosis.broken(
                    where,
                    "its volume is called \"" + label + "\", not \"" + flash.label() + "\"",
                    "correct flash.label, unless it is the adapter's own update disk"));
        } else if (!Files.isWritable(point)
                || volume.map(UsbBoard.Volume::readOnly).orElse(false)) {
            all.add(Diagnosis.broken(
                    where, point + " cannot be written", "mount it with uid=" + System.getProperty("user.name")));
        } else {
            room(point);
        }
    }

    private void room(Path point) {
        try {
            long free = Files.getFileStore(point).getUsableSpace();
            long wanted = board.target().flashBytes().orElse(0L);
            all.add(
                    free < wanted
                            ? Diagnosis.broken(
                                    where,
                                    point + " has room for " + free + " bytes, an image may have " + wanted,
                                    "plug the board in again: adapters show an empty volume")
                            : Diagnosis.ok(where, "volume " + point));
        } catch (IOException failure) {
            all.add(Diagnosis.broken(where, point + ": " + failure.getMessage(), "plug the board in again"));
        }
    }

    private void openOcd(OpenOcd openOcd) throws InterruptedException {
        if (Programs.find(openOcd.executable()).isEmpty()) {
            all.add(Diagnosis.broken(
                    where,
                    openOcd.executable() + " is not installed",
                    "install Nuvoton's fork, and give its path in flash.executable"));
            return;
        }
        try {
            OpenOcd.Version version = openOcd.version();
            boolean knows = version.knowsPartOf(board.target());
            all.add(
                    knows
                            ? Diagnosis.ok(where, "OpenOCD " + version.text())
                            : Diagnosis.broken(
                                    where,
                                    "OpenOCD " + version.text() + " does not know the part of " + board.target(),
                                    "install Nuvoton's fork, or flash by mass-storage"));
        } catch (DriverException failure) {
            all.add(Diagnosis.broken(where, String.valueOf(failure.getMessage()), failure.remedy()));
        }
    }

    /** Its target m487jidae came after 0.13.1, the one of Debian 12. */
    private void pyOcd(String executable) throws InterruptedException {
        try {
            String said = ExternalProgram.run(Stage.FLASH, "pyocd", List.of(executable, "--version"), VERSION_TIMEOUT)
                    .output()
                    .utf8()
                    .strip();
            Matcher version = PYOCD_VERSION.matcher(said);
            if (!version.matches()) {
                all.add(Diagnosis.warning(
                        where, executable + " does not tell its version", "try " + executable + " list"));
            } else if (version.group(1).equals("0") && Integer.parseInt(version.group(2)) <= PYOCD_TOO_OLD) {
                all.add(Diagnosis.broken(
                        where, "pyOCD " + said + " does not know the M487", "pip install --upgrade pyocd"));
            } else {
                all.add(Diagnosis.ok(where, "pyOCD " + said));
            }
        } catch (DriverException failure) {
            all.add(Diagnosis.broken(where, String.valueOf(failure.getMessage()), failure.remedy()));
        }
    }

    private void reset(ResetMethod reset, boolean last, Optional<UsbBoard> attached) {
        if (reset instanceof ResetMethod.Break) {
            boolean refused = attached.flatMap(UsbBoard::serial)
                    .filter(it -> !it.takesBreak())
                    .isPresent();
            if (refused) {
                String what = "Linux will refuse a serial break: the adapter does not announce it";
                all.add(
                        last
                                ? Diagnosis.broken(where, what, "add {method: mass-storage} or another means to reset")
                                : Diagnosis.warning(where, what, "the next means of the reset list is taken"));
            }
        } else if (reset instanceof SocketMethod it) {
            socket(it);
        } else {
            installed(reset.program());
        }
    }
}
