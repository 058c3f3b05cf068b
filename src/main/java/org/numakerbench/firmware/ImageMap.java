package org.numakerbench.firmware;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.files.FileFailure;
import org.numakerbench.firmware.FirmwareFile.Format;
import org.numakerbench.firmware.FirmwareFile.Segment;
import org.numakerbench.firmware.footprint.Footprint;
import org.numakerbench.firmware.footprint.LinkMap;
import org.numakerbench.firmware.footprint.MapException;
import org.numakerbench.firmware.footprint.MapToolchain;

/** The map file of an image, and whether it is that of another build: figures of the wrong image are worse than none. */
final class ImageMap {
    private static final long LONGEST_BYTES = 256L * 1024 * 1024;
    /** Where a HEX file may hold words that no map knows: CONFIG0 to CONFIG3, see {@link ImageCheck}. */
    private static final long CONFIG_START = 0x00300000L;
    /** fromelf and ielftool may round a BIN file up to the widest alignment of the two boards. */
    private static final long ROUNDING_BYTES = 8;

    private ImageMap() {}

    static Optional<Footprint> of(Image image) throws ImageException {
        String name = image.manifest().map();
        if (name == null) {
            return Optional.empty();
        }
        Path map = image.path().resolveSibling(name);
        String sha256 = Images.sha256(
                map, "no map file " + map + "; copy it there, or remove `map` from the manifest beside it");
        String expected = image.manifest().mapSha256();
        if (expected != null && !sha256.equals(expected)) {
            throw new ImageException(map + ": its SHA-256 is " + sha256 + ", that of the manifest is " + expected
                    + "; put back the map of this image");
        }
        return Optional.of(read(map, image.path()).footprint());
    }

    /**
     * The map of an image file.
     *
     * @throws ImageException when it is none, or is that of another image: which figures differ
     */
    static LinkMap read(Path map, Path imageFile) throws ImageException {
        LinkMap read = read(map);
        FirmwareFile firmware = FirmwareFile.read(imageFile);
        List<ElfFile.Section> sections =
                firmware.format() == Format.ELF ? new ElfFile(imageFile, bytes(imageFile)).sections() : List.of();
        if (!sections.isEmpty() && !read.sections().isEmpty()) {
            sameSections(map, read, imageFile, sections);
        } else {
            sameExtent(map, read, imageFile, firmware);
        }
        return read;
    }

    private static LinkMap read(Path map) throws ImageException {
        try {
            if (Files.size(map) > LONGEST_BYTES) {
                throw new ImageException(
                        map + ": " + Files.size(map) + " bytes are no map file; give the one that the linker wrote");
            }
            try (InputStreamReader text = new InputStreamReader(Files.newInputStream(map), StandardCharsets.UTF_8)) {
                return LinkMap.read(text);
            }
        } catch (MapException wrong) {
            throw new ImageException(
                    map + (wrong.line() > 0 ? ":" + wrong.line() : "") + ": " + wrong.getMessage(), wrong);
        } catch (IOException failure) {
            throw new ImageException(
                    map + " cannot be read (" + FileFailure.words(failure)
                            + "); give the map file that the linker wrote",
                    failure);
        }
    }

    private static void sameSections(Path map, LinkMap read, Path imageFile, List<ElfFile.Section> sections)
            throws ImageException {
        Map<String, ElfFile.Section> byName = new HashMap<>();
        sections.forEach(it -> byName.put(it.name(), it));
        for (LinkMap.Section mapped : read.sections()) {
            ElfFile.Section linked = byName.remove(mapped.name());
            // Sections of type COPY reserve a place and are in the map alone.
            boolean reserved = linked == null && mapped.name().matches("[.](heap|stack).*");
            if (!reserved
                    && (linked == null || linked.size() != mapped.size() || linked.address() != mapped.address())) {
                throw another(
                        map,
                        mapped.name() + " is " + mapped.size() + " bytes at 0x" + Long.toHexString(mapped.address())
                                + " in the map, "
                                + (linked == null
                                        ? "and not at all"
                                        : linked.size() + " bytes at 0x" + Long.toHexString(linked.address()))
                                + " in " + imageFile);
            }
        }
        for (ElfFile.Section linked : byName.values()) {
            throw another(
                    map,
                    linked.name() + " is " + linked.size() + " bytes in " + imageFile + ", and not at all in the map");
        }
    }

    private static void sameExtent(Path map, LinkMap read, Path imageFile, FirmwareFile firmware)
            throws ImageException {
        List<Segment> flash = firmware.segments().stream()
                .filter(it -> firmware.format() != Format.HEX || it.address() < CONFIG_START)
                .toList();
        if (flash.isEmpty()) {
            throw another(map, imageFile + " holds no byte of the flash");
        }
        long length = flash.get(flash.size() - 1).end() - flash.get(0).address();
        long mapped = read.flashEnd() - read.flashStart();
        long rounding = read.footprint().toolchain() == MapToolchain.GCC_ARM ? 0 : ROUNDING_BYTES - 1;
        if (Math.abs(length - mapped) > rounding) {
            throw another(
                    map, "the flash is " + mapped + " bytes long by the map, " + length + " bytes in " + imageFile);
        }
    }

    private static byte[] bytes(Path file) throws ImageException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new ImageException(
                    file + " cannot be read (" + FileFailure.words(failure) + "); give the file that the build made",
                    failure);
        }
    }

    private static ImageException another(Path map, String difference) {
        return new ImageException(
                map + " is the map of another image: " + difference + "; give the map of the same build");
    }
}
