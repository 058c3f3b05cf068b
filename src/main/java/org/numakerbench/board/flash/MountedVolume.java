package org.numakerbench.board.flash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is mounted on a directory (Linux: /proc/self/mountinfo).
 *
 * @param id of this mount; another one after the volume has gone and come back
 * @param device major and minor number, {@code 8:16}; major 0 where there is no block device
 * @param source what was mounted
 * @param user number of the user whose files a FAT volume's are; root's where nothing is said
 */
record MountedVolume(String id, String device, String source, int user) {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final String LABEL = "E:ID_FS_LABEL_ENC=";
    private static final Pattern UID = Pattern.compile("(?:^|,)uid=([0-9]{1,9})(?:,|$)");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
    private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");

    /** False where the system does not list its mounts here: nothing is known then. */
    static boolean canTell() {
        return Files.isReadable(TABLE);
    }

    /** The topmost mount on exactly this directory; null when it is no mount point, or is not there. */
    static @Nullable MountedVolume at(Path directory) {
        try {
            // Not Files.lines: somebody's mount point that is no UTF-8 must not hide the others.
            Stream<String> mounts =
                    Stream.of(new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8).split("\n"));
            String point = directory.toAbsolutePath().normalize().toString();
            String real = Files.exists(directory) ? directory.toRealPath().toString() : point;
            // Fields: id parent major:minor root mount-point options ... - type source options (proc(5)).
            return mounts.map(line -> line.split(" "))
                    .filter(it -> unescaped(it[4], OCTAL, 8).equals(real))
                    .map(it -> new MountedVolume(
                            it[0], it[2], unescaped(it[it.length - 2], OCTAL, 8), user(it[it.length - 1])))
                    .reduce((lower, upper) -> upper)
                    .orElse(null);
        } catch (IOException notTold) {
            return null;
        }
    }

    private static int user(String options) {
        Matcher uid = UID.matcher(options);
        return uid.find() ? Integer.parseInt(uid.group(1)) : 0;
    }

    /** Whether a file is on the very device that is mounted here, whatever is mounted there by now. */
    boolean holds(Path file) {
        if (!isOnDisk()) {
            return true;
        }
        try {
            // As makedev(3) of glibc puts the two numbers together.
            long number = (Long) Files.getAttribute(file, "unix:dev");
            long major = number >>> 8 & 0xFFF | number >>> 32 & ~0xFFFL;
            long minor = number & 0xFF | number >>> 12 & ~0xFFL;
            return device.equals(major + ":" + minor);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Major number 0 is no device's. */
    private boolean isOnDisk() {
        return !device.startsWith("0:");
    }

    /** True when the device behind the mount was unplugged: writing succeeds, into nothing. */
    boolean isStale() {
        return isOnDisk() && Files.notExists(Path.of("/sys/dev/block", device));
    }

    /** By udev, else from the file system itself; null when it cannot be read. */
    @Nullable
    String label() {
        return labelInUdevRecord().or(() -> Optional.ofNullable(labelByLink())).orElseGet(this::labelInBootSector);
    }

    /** Of two volumes with one label, as two boards have, only one has the link below by-label. */
    private Optional<String> labelInUdevRecord() {
        try {
            Path entry = Path.of("/run/udev/data/b" + device);
            return Stream.of(new String(Files.readAllBytes(entry), StandardCharsets.UTF_8).split("\n"))
                    .filter(it -> it.startsWith(LABEL))
                    .map(it -> unescaped(it.substring(LABEL.length()), HEX, 16))
                    .findFirst();
        } catch (IOException notTold) {
            return Optional.empty();
        }
    }

    /**
     * FAT keeps its label in the boot sector, at 43 (FAT12, FAT16) or 71 (FAT32), when the byte before the serial
     * number is 0x29 [Microsoft FAT specification 1.03]. The adapter's volumes have no partition table.
     */
    private @Nullable String labelInBootSector() {
        try (InputStream in = Files.newInputStream(Path.of(source))) {
            byte[] sector = in.readNBytes(512);
            for (int signature : new int[] {38, 66}) {
                if (sector.length == 512 && sector[510] == 0x55 && sector[signature] == 0x29) {
                    String label = new String(sector, signature + 5, 11, StandardCharsets.US_ASCII).strip();
                    return label.isEmpty() || label.equals("NO NAME") ? null : label;
                }
            }
            return null;
        } catch (IOException | InvalidPathException notTold) {
            return null;
        }
    }

    private @Nullable String labelByLink() {
        try (Stream<Path> labels = Files.list(Path.of("/dev/disk/by-label"))) {
            Path node = Path.of(source).toRealPath();
            for (Path label : labels.toList()) {
                if (label.toRealPath().equals(node)) {
                    return unescaped(label.getFileName().toString(), HEX, 16);
                }
            }
            return null;
        } catch (IOException | UncheckedIOException notTold) {
            return null;
        }
    }

    private static String unescaped(String text, Pattern escape, int radix) {
        Matcher matcher = escape.matcher(text);
        return matcher.replaceAll(
                it -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(it.group(1), radix))));
    }
}
