package org.numakerbench.cli;

import com.fazecast.jSerialComm.SerialPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.serial.PortUsers;
import org.numakerbench.board.usb.Adapter;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.board.usb.UsbPlace;
import org.numakerbench.firmware.Target;
import org.numakerbench.text.Figures;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code bench boards}: what is attached. */
@Command(
        name = "boards",
        description =
                "List attached boards by physical USB port: adapter, target, volume, serial port, and who uses it.",
        mixinStandardHelpOptions = true)
final class BoardsCommand implements Callable<Integer> {
    @Option(names = "--yaml", description = "Print profile lines ready to paste.")
    private boolean yaml;

    @Option(names = "--json", description = "Print one JSON object a board.")
    private boolean json;

    @Option(names = "--all", description = "List serial ports that are no boards, too.")
    private boolean all;

    @Option(names = "--system", hidden = true, description = "A tree that looks like a system's /sys, /dev and /proc.")
    private @Nullable Path system;

    @Override
    public Integer call() {
        UsbBoards usb = new UsbBoards(system == null ? SystemRoots.real() : SystemRoots.below(system));
        if (!usb.canTell()) {
            withoutSysfs();
            return ExitCodes.PASS;
        }
        List<UsbBoard> found = usb.attached();
        List<UsbBoard> boards =
                found.stream().filter(it -> all || it.adapter().isPresent()).toList();
        if (boards.isEmpty() && !json) {
            System.out.println(comment() + "No boards: no Nu-Link adapter (USB 0416:511d, 0416:511e ...) is "
                    + "attached. Check cable and power; lsusb shows what the system sees.");
        }
        for (UsbBoard board : boards) {
            System.out.print(yaml ? yaml(board) : json ? json(board) : words(board));
        }
        int others = found.size() - boards.size();
        if (others > 0 && !json) {
            System.out.println(comment() + Figures.count(others, "other serial port") + ": --all lists "
                    + (others == 1 ? "it" : "them"));
        }
        return ExitCodes.PASS;
    }

    private static String words(UsbBoard board) {
        List<String> lines = new ArrayList<>();
        lines.add(board.port() + "  " + ids(board) + "  "
                + board.adapter().map(Adapter::name).orElse(SafeText.line(board.product())));
        board.adapter()
                .ifPresent(it -> lines.add("  flash    "
                        + (it.methods().isEmpty() ? "not now" : String.join(", ", it.methods())) + "; " + it.advice()));
        lines.add("  serial   " + board.serial().map(BoardsCommand::serial).orElse("none"));
        board.volume()
                .ifPresentOrElse(
                        it -> lines.add("  volume   " + it.device()
                                + it.label()
                                        .map(label -> " \"" + SafeText.line(label) + "\"")
                                        .orElse("")
                                + it.mountPoint()
                                        .map(point -> " on " + SafeText.line(point.toString()))
                                        .orElse(" (not mounted)")
                                + (it.readOnly() ? ", read-only" : "")),
                        () -> lines.add("  volume   none"));
        lines.add("  target   "
                + board.volume()
                        .flatMap(UsbBoard.Volume::target)
                        .map(Target::name)
                        .orElseGet(() -> "unknown"
                                + board.volume().map(it -> ": " + untold(it)).orElse("")));
        return String.join("\n", lines) + "\n";
    }

    /** Why the target is not known. */
    private static String untold(UsbBoard.Volume volume) {
        return volume.mountPoint()
                .map(it -> Files.isReadable(it)
                        ? "its volume does not tell"
                        : "its volume is mounted by another user, and this one may not look into it")
                .orElse("its volume is not mounted (udisksctl mount -b " + volume.device() + ")");
    }

    private static String serial(UsbBoard.SerialNode serial) {
        List<String> users = PortUsers.others(serial.device());
        return serial.device()
                + (serial.takesBreak() ? "" : ", takes no break")
                + (users.isEmpty() ? "" : ", in use by " + SafeText.line(String.join(", ", users)));
    }

    private static String ids(UsbBoard board) {
        return String.format(Locale.ROOT, "%04x:%04x", board.vendorId(), board.productId());
    }

    private static String yaml(UsbBoard board) {
        if (board.adapter().isEmpty()) {
            return "  # at USB port " + board.port() + ": " + SafeText.line(board.product()) + " (" + ids(board)
                    + "), no Nu-Link adapter\n";
        }
        Optional<UsbBoard.Volume> volume = board.volume();
        String target = volume.flatMap(UsbBoard.Volume::target)
                .map(Target::name)
                // No guess: the profile is refused, naming this line, until somebody has looked at the board.
                .orElseGet(() -> "CHANGE # "
                        + volume.map(BoardsCommand::untold).orElse("it shows no volume that would tell")
                        + ": NUMAKER_PFM_M487 or NUMAKER_PFM_NUC472");
        List<String> methods = board.adapter().map(Adapter::methods).orElse(List.of());
        boolean storage = methods.contains("mass-storage");
        String flash = storage ? "mass-storage" : methods.contains("openocd") ? "openocd" : "none";
        List<String> resets = new ArrayList<>();
        if (board.serial().filter(UsbBoard.SerialNode::takesBreak).isPresent()) {
            resets.add("{method: break}");
        }
        if (storage || flash.equals("openocd")) {
            resets.add("{method: " + flash + "}");
        }
        resets.add("{method: manual}");
        return "  - name: board-" + board.port().replaceAll("[.]", "-") + "\n"
                + "    target: " + target + "\n"
                + "    usb: " + board.stablePort() + (board.place().isPresent() ? " # now " + board.port() : "") + "\n"
                + "    flash: {method: " + flash + "}\n"
                + "    reset: [" + String.join(", ", resets) + "]\n";
    }

    private static String json(UsbBoard board) {
        ObjectNode json = JsonText.MAPPER.createObjectNode();
        json.put("usb", board.port());
        json.put("usbByPath", board.place().map(UsbPlace::toString).orElse(null));
        json.put("ids", ids(board));
        json.put("adapter", board.adapter().map(Adapter::name).orElse(null));
        board.adapter().ifPresent(it -> it.methods().forEach(json.withArray("flashMethods")::add));
        board.serial().ifPresent(it -> {
            json.put("serial", it.device().toString());
            json.put("serialByPath", it.stable().map(Path::toString).orElse(null));
            json.put("takesBreak", it.takesBreak());
            PortUsers.others(it.device()).forEach(json.withArray("usedBy")::add);
        });
        board.volume().ifPresent(it -> {
            json.put("volume", it.device().toString());
            json.put("label", it.label().orElse(null));
            json.put("mountPoint", it.mountPoint().map(Path::toString).orElse(null));
            json.put("readOnly", it.readOnly());
            json.put("target", it.target().map(Target::name).orElse(null));
        });
        return JsonText.line(json) + "\n";
    }

    /** Windows and macOS: what the serial library tells. */
    private void withoutSysfs() {
        for (SerialPort port : SerialPort.getCommPorts()) {
            System.out.println(json ? json(port) : comment() + words(port));
        }
        if (!json) {
            System.out.println(comment() + "This system has no sysfs: volumes and adapters are not found here; give "
                    + "serial.port and flash.volume in the profile.");
        }
    }

    /** What goes before words where profile lines are wanted. */
    private String comment() {
        return yaml ? "# " : "";
    }

    private static String words(SerialPort port) {
        return SafeText.line(String.format(
                Locale.ROOT,
                "%s  %s  %s at USB %s",
                port.getSystemPortPath(),
                ids(port),
                port.getDescriptivePortName(),
                port.getPortLocation()));
    }

    private static String json(SerialPort port) {
        ObjectNode json = JsonText.MAPPER.createObjectNode();
        json.put("usb", port.getPortLocation());
        json.put("ids", ids(port));
        json.put("serial", port.getSystemPortPath());
        return JsonText.line(json);
    }

    /** The library says -1 for a port that is not on USB. */
    private static String ids(SerialPort port) {
        return String.format(
                Locale.ROOT, "%04x:%04x", Math.max(0, port.getVendorID()), Math.max(0, port.getProductID()));
    }
}
