package org.numakerbench.board.usb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.numakerbench.board.usb.UsbBoard.SerialNode;
import org.numakerbench.board.usb.UsbBoard.Volume;

/** The boards that are plugged in, by sysfs (Documentation/ABI/testing/sysfs-bus-usb, sysfs-tty, sysfs-block). */
public final class UsbBoards {
    private static final Pattern PORT = Pattern.compile("[0-9]+-[0-9]+(\\.[0-9]+)*");
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
    private static final String LABEL = "E:ID_FS_LABEL_ENC=";
    /** Bit 2 of bmCapabilities: the adapter supports Send_Break (USB CDC PSTN 1.2, table 4). */
    private static final int SEND_BREAK = 4;
    /** From a USB interface down to host, target, LUN, block, disk and partition. */
    private static final int DEPTH = 7;

    private final SystemRoots roots;

    public UsbBoards(SystemRoots roots) {
        this.roots = roots;
    }

    /** False where the system does not tell (Windows, macOS, some containers). */
    public boolean canTell() {
        return Files.isDirectory(roots.sys().resolve("bus/usb/devices"));
    }

    /** Nuvoton's adapters, and other devices with a serial port; by USB port. */
    public List<UsbBoard> attached() {
        return boards(devices())
                .sorted(Comparator.comparing(UsbBoard::port, UsbBoards::byNumbers))
                .toList();
    }

    /** To look at a device takes long beside finding it. */
    private Stream<UsbBoard> boards(Stream<Path> devices) {
        return devices.map(this::board)
                .filter(it -> it.adapter().isPresent() || it.serial().isPresent());
    }

    private Stream<Path> devices() {
        return children(roots.sys().resolve("bus/usb/devices")).stream()
                .filter(it -> PORT.matcher(name(it)).matches());
    }

    private Stream<Path> devicesAt(String port) {
        Optional<UsbPlace> place = UsbPlace.of(port);
        return devices()
                .filter(it -> place.isEmpty()
                        ? name(it).equals(port)
                        : name(it).endsWith("-" + place.get().ports())
                                && place(it).equals(place));
    }

    private static Optional<UsbPlace> place(Path device) {
        return real(device).flatMap(UsbPlace::controller).map(it -> UsbPlace.at(it, name(device)));
    }

    /**
     * What is plugged into a port; empty when that is nothing of interest.
     *
     * @param port {@code pci-0000:00:14.0-usb-0:1.4.2}, or {@code 1-1.4.2} as the kernel has it now
     */
    public Optional<UsbBoard> at(String port) {
        return boards(devicesAt(port)).findFirst();
    }

    /** The serial port alone of what is plugged into a port; a look at its disk takes longer. */
    Optional<SerialNode> serialAt(String port) {
        return devicesAt(port)
                .flatMap(device -> interfaces(device).stream())
                .flatMap(it -> serial(it).stream())
                .findFirst();
    }

    /** Whether {@code port} is the kernel's own form while more than one controller may get its bus number. */
    public boolean mayMove(String port) {
        return UsbPlace.of(port).isEmpty()
                && buses().values().stream().distinct().count() > 1;
    }

    /**
     * What the kernel and uhubctl call a port now, whether or not a board is plugged in there. Adapters are found on the USB 2
     * bus of a controller that has one of USB 3, too.
     *
     * @return empty when there is no such controller
     */
    public Optional<String> kernelName(String port) {
        return UsbPlace.of(port)
                .map(place -> buses().entrySet().stream()
                        .filter(bus -> bus.getValue().equals(place.controller()))
                        .map(Map.Entry::getKey)
                        .min(Comparator.comparing(this::isSuperSpeed).thenComparing(UsbBoards::name))
                        .map(bus -> name(bus).substring("usb".length()) + "-" + place.ports()))
                .orElse(Optional.of(port));
    }

    /** Of a board that is plugged in, the device's directory in sysfs, without links; empty when it is gone. */
    public Optional<Path> directory(UsbBoard board) {
        return real(roots.sys().resolve("bus/usb/devices").resolve(board.port()));
    }

    /** Root hubs, with the controller of each. */
    private Map<Path, String> buses() {
        Map<Path, String> buses = new LinkedHashMap<>();
        for (Path bus : children(roots.sys().resolve("bus/usb/devices"))) {
            if (name(bus).matches("usb[0-9]+")) {
                real(bus).flatMap(UsbPlace::controller).ifPresent(it -> buses.put(bus, it));
            }
        }
        return buses;
    }

    private boolean isSuperSpeed(Path bus) {
        return text(bus.resolve("version")).filter(it -> it.startsWith("3")).isPresent();
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException unplugged) {
            return Optional.empty();
        }
    }

    private static int byNumbers(String one, String other) {
        String[] left = one.split("[-.]");
        String[] right = other.split("[-.]");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private UsbBoard board(Path device) {
        String port = name(device);
        int vendor = hex(device.resolve("idVendor"));
        int product = hex(device.resolve("idProduct"));
        List<Path> interfaces = interfaces(device);
        return new UsbBoard(
                port,
                place(device),
                vendor,
                product,
                text(device.resolve("product")).orElse(""),
                Adapter.of(vendor, product),
                interfaces.stream().flatMap(it -> serial(it).stream()).findFirst(),
                interfaces.stream().flatMap(it -> volume(it).stream()).findFirst());
    }

    /** A hub's directory holds the devices plugged into it, too; its interfaces are its own. */
    private static List<Path> interfaces(Path device) {
        return children(device).stream()
                .filter(it -> name(it).startsWith(name(device) + ":"))
                .toList();
    }

    private Optional<SerialNode> serial(Path usbInterface) {
        return below(
                        usbInterface,
                        it -> name(it).matches("tty(ACM|USB)[0-9]+")
                                && (name(parent(it)).equals("tty") || name(it).startsWith("ttyUSB")))
                .findFirst()
                .map(tty -> {
                    Path node = roots.dev().resolve(name(tty));
                    int capabilities = text(usbInterface.resolve("bmCapabilities"))
                            .map(UsbBoards::decimal)
                            .orElse(0);
                    return new SerialNode(
                            node,
                            link(roots.dev().resolve("serial/by-path"), node),
                            name(tty).startsWith("ttyUSB") || (capabilities & SEND_BREAK) != 0);
                });
    }

    private Optional<Volume> volume(Path usbInterface) {
        List<Path> disks = below(usbInterface, it -> name(parent(it)).equals("block"))
                .flatMap(disk -> Stream.concat(
                        Stream.of(disk), children(disk).stream().filter(it -> name(it).startsWith(name(disk)))))
                .toList();
        // With partitions the file system is on one of them, without on the disk itself.
        return disks.stream().reduce((disk, partition) -> partition).map(block -> {
            Path node = roots.dev().resolve(name(block));
            String majorMinor = text(block.resolve("dev")).orElse("");
            Optional<String[]> mount = mount(majorMinor);
            Optional<Path> point = mount.flatMap(it -> path(unescaped(it[4], OCTAL, 8)));
            boolean readOnly = text(block.resolve("ro")).filter("1"::equals).isPresent()
                    || mount.filter(it -> List.of(it[5].split(",")).contains("ro"))
                            .isPresent();
            return new Volume(
                    node,
                    link(roots.dev().resolve("disk/by-path"), node),
                    label(majorMinor, node),
                    point,
                    readOnly,
                    point.flatMap(VolumeFiles::target));
        });
    }

    /** The fields of a line of mountinfo: id parent major:minor root mount-point options ... (proc(5)). */
    private Optional<String[]> mount(String majorMinor) {
        return lines(roots.proc().resolve("self/mountinfo"))
                .map(line -> line.split(" "))
                .filter(it -> it.length > 5 && it[2].equals(majorMinor))
                .reduce((lower, upper) -> upper);
    }

    /**
     * From udev's record of this very device. Of two volumes with one label, as two boards have, only one gets the link
     * below by-label (systemd, 60-persistent-storage.rules), so the link is asked only where there is no record.
     */
    private Optional<String> label(String majorMinor, Path node) {
        return lines(roots.udev().resolve("data/b" + majorMinor))
                .filter(it -> it.startsWith(LABEL))
                .map(it -> it.substring(LABEL.length()))
                .findFirst()
                .or(() -> link(roots.dev().resolve("disk/by-label"), node).map(UsbBoards::name))
                .map(it -> unescaped(it, HEX, 16));
    }

    /**
     * Lines of a file of the system's; none where it cannot be read. Names in it are bytes that anybody may have chosen:
     * one that is no UTF-8 must not hide the others, and only a line feed ends a line.
     */
    private static Stream<String> lines(Path file) {
        try {
            return Stream.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n"));
        } catch (IOException notTold) {
            return Stream.empty();
        }
    }

    /** Empty for a name that this locale cannot hold (LANG=C, as cron sets it, knows ASCII only). */
    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException notHere) {
            return Optional.empty();
        }
    }

    /** The link in {@code directory} that leads to {@code node}; of two names the older form, without "usbv2". */
    private static Optional<Path> link(Path directory, Path node) {
        return children(directory).stream()
                .filter(link -> leadsTo(link, node))
                .min(Comparator.comparing((Path link) -> name(link).contains("usbv2"))
                        .thenComparing(UsbBoards::name));
    }

    private static boolean leadsTo(Path link, Path node) {
        try {
            Path target = Files.readSymbolicLink(link);
            return parent(link).resolve(target).normalize().equals(node.normalize());
        } catch (IOException | UnsupportedOperationException noLink) {
            return false;
        }
    }

    private static Stream<Path> below(Path directory, Predicate<Path> wanted) {
        try (Stream<Path> all = Files.walk(directory.toRealPath(), DEPTH)) {
            return all.filter(wanted).sorted().toList().stream();
        } catch (IOException | UncheckedIOException unplugged) {
            return Stream.empty();
        }
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        } catch (IOException | UncheckedIOException notThere) {
            return List.of();
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (IOException | UncheckedIOException notThere) {
            return Optional.empty();
        }
    }

    private static int hex(Path file) {
        return text(file)
                .filter(it -> it.matches("[0-9a-fA-F]{1,4}"))
                .map(it -> Integer.parseInt(it, 16))
                .orElse(0);
    }

    private static int decimal(String text) {
        return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String unescaped(String text, Pattern escape, int radix) {
        Matcher matcher = escape.matcher(text);
        return matcher.replaceAll(
                it -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(it.group(1), radix))));
    }
}
