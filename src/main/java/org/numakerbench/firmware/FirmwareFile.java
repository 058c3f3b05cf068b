package org.numakerbench.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.numakerbench.files.FileFailure;

/**
 * What a firmware file puts where.
 *
 * @param format told by its content, never by its name
 * @param segments by address, none empty; that of a BIN file at 0
 */
public record FirmwareFile(Format format, List<Segment> segments) {
    private static final long LONGEST_BYTES = 64L * 1024 * 1024;

    /** Forms of firmware files. */
    public enum Format {
        BIN,
        HEX,
        ELF
    }

    /**
     * Bytes that belong together.
     *
     * @param address of the first one, where it is loaded
     */
    public record Segment(long address, byte[] bytes) {
        /** The address after the last byte. */
        public long end() {
            return address + bytes.length;
        }
    }

    public FirmwareFile {
        segments = List.copyOf(segments);
    }

    /**
     * Reads a file.
     *
     * @throws ImageException when it is empty, too long, or damaged: where, and what would be right
     */
    public static FirmwareFile read(Path file) throws ImageException {
        byte[] bytes;
        try {
            if (Files.size(file) > LONGEST_BYTES) {
                throw new ImageException(file + ": " + Files.size(file)
                        + " bytes are no firmware of these boards; give " + "the file that the build made");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new ImageException(
                    file + " cannot be read (" + FileFailure.words(failure) + "); give the file that the build made",
                    failure);
        }
        if (bytes.length == 0) {
            throw new ImageException(file + " is empty; build it again");
        }
        if (ElfFile.is(bytes)) {
            return new FirmwareFile(Format.ELF, new ElfFile(file, bytes).segments());
        }
        if (HexFile.is(bytes)) {
            return new FirmwareFile(Format.HEX, new HexFile(file, bytes).segments());
        }
        String other = OtherFormats.nameOf(bytes);
        if (other != null) {
            throw new ImageException(file + " is " + other + "; give the image as BIN, Intel HEX or ELF");
        }
        return new FirmwareFile(Format.BIN, List.of(new Segment(0, bytes)));
    }

    /** The same in a flash that begins there: a BIN file has no addresses of its own. */
    public FirmwareFile in(long flashStart) {
        return format == Format.BIN
                ? new FirmwareFile(
                        format,
                        segments.stream()
                                .map(it -> new Segment(flashStart, it.bytes()))
                                .toList())
                : this;
    }

    /** Bytes in all. */
    public long size() {
        return segments.stream().mapToLong(it -> it.bytes().length).sum();
    }
}
