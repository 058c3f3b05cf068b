package org.numakerbench.sim.board.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Target;

/**
 * A firmware image for the virtual board. It starts like any Cortex-M image (256 bytes of vector table), so that a check
 * of the vectors takes it; then a magic line with the length of what follows, a readable JSON body, and the SHA-256 of
 * everything before it.
 *
 * @param mbedOs version that decides the firmware generation, {@code 5.7.1}
 * @param macros of its build that change what it does: timeouts of the network driver
 * @param loops true for a build whose {@code main} tests in a {@code while (true)} loop
 * @param own lines beside those of the example firmware, or in their place
 * @param scratch true for a firmware that has nothing of the example's: {@code own} is all it prints and does
 * @param phases what it tests, {@code mqtt} before {@code https} as in the firmware's main
 */
public record VirtualImage(
        Target target,
        String mbedOs,
        String buildId,
        Identity identity,
        List<String> phases,
        HeapModel heap,
        List<Fault> faults,
        Map<String, String> macros,
        boolean loops,
        List<OwnLine> own,
        boolean scratch) {
    public static final String MQTT = "mqtt";
    public static final String HTTPS = "https";

    private static final Set<List<String>> PHASES = Set.of(List.of(MQTT), List.of(HTTPS), List.of(MQTT, HTTPS));

    /** What any firmware may suffer. */
    private static final Set<FaultKind> SCRATCH_FAULTS = EnumSet.of(
            FaultKind.SILENT,
            FaultKind.GARBAGE_AT_RESET,
            FaultKind.BYTES_DROPPED,
            FaultKind.BYTES_FLIPPED,
            FaultKind.NETWORK_DOWN,
            FaultKind.RESET_IGNORED,
            FaultKind.CONNECTION_DROPPED);

    private static final int VECTOR_TABLE_BYTES = 0x100;
    private static final int RAM_START = 0x20000000;
    /** First instruction behind the vector table; odd: Thumb code. */
    private static final int RESET_VECTOR = VECTOR_TABLE_BYTES | 1;

    private static final String MAGIC = "numaker-bench virtual image 1, body ";
    private static final int LONGEST_MAGIC_LINE = MAGIC.length() + 16;
    private static final int DIGEST_BYTES = 32;

    public VirtualImage {
        phases = List.copyOf(phases);
        faults = List.copyOf(faults);
        macros = Collections.unmodifiableMap(new TreeMap<>(macros));
        own = List.copyOf(own);
        if (scratch) {
            checkScratch(phases, faults);
        } else if (own.stream().anyMatch(OwnLine::needsScratch)) {
            throw new IllegalArgumentException(
                    "subscribe, await and lines at failed are for firmware from scratch; add from: scratch");
        }
        if (!PHASES.contains(phases)) {
            throw new IllegalArgumentException(
                    "phases are " + phases + ", the virtual board knows [mqtt], [https] and [mqtt, https]");
        }
    }

    private static void checkScratch(List<String> phases, List<Fault> faults) {
        if (!phases.equals(List.of(MQTT))) {
            throw new IllegalArgumentException("a firmware from scratch tests [mqtt], not " + phases);
        }
        for (Fault fault : faults) {
            if (!SCRATCH_FAULTS.contains(fault.kind())) {
                throw new IllegalArgumentException(fault.kind().jsonName()
                        + " is a fault of the example firmware's; write a lie behind a line instead");
            }
        }
    }

    /** Of the example firmware. */
    public VirtualImage(
            Target target,
            String mbedOs,
            String buildId,
            Identity identity,
            List<String> phases,
            HeapModel heap,
            List<Fault> faults,
            Map<String, String> macros,
            boolean loops) {
        this(target, mbedOs, buildId, identity, phases, heap, faults, macros, loops, List.of(), false);
    }

    /** Without macros, and testing once. */
    public VirtualImage(
            Target target,
            String mbedOs,
            String buildId,
            Identity identity,
            List<String> phases,
            HeapModel heap,
            List<Fault> faults) {
        this(target, mbedOs, buildId, identity, phases, heap, faults, Map.of(), false);
    }

    /** The image as a file. The same image always gives the same bytes. */
    public static byte[] encode(VirtualImage image) {
        byte[] body = ImageBody.write(image);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ByteBuffer.allocate(VECTOR_TABLE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(RAM_START + internalRam(image.target()))
                .putInt(RESET_VECTOR)
                .array());
        file.writeBytes((MAGIC + body.length + "\n").getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(body);
        file.writeBytes(DigestUtils.sha256(file.toByteArray()));
        return file.toByteArray();
    }

    /** @throws BrokenImageException if the bytes are not an image, or were damaged */
    public static VirtualImage decode(byte[] file) throws BrokenImageException {
        int length = lengthByItsOwnWord(file)
                .orElseThrow(() -> new BrokenImageException("not an image of the virtual board: no magic line"));
        if (file.length < length) {
            throw new BrokenImageException("image is cut: " + file.length + " of " + length + " bytes");
        }
        if (file.length > length) {
            throw new BrokenImageException("image has " + (file.length - length) + " bytes behind its end");
        }
        byte[] digest = Arrays.copyOfRange(file, length - DIGEST_BYTES, length);
        if (!Arrays.equals(digest, DigestUtils.sha256(Arrays.copyOf(file, length - DIGEST_BYTES)))) {
            throw new BrokenImageException("image is damaged: its SHA-256 does not fit its bytes");
        }
        int bodyStart = VECTOR_TABLE_BYTES + magicLine(file).orElseThrow().length() + 1;
        VirtualImage image = ImageBody.read(Arrays.copyOfRange(file, bodyStart, length - DIGEST_BYTES));
        ByteBuffer vectors = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int stack = vectors.getInt(0) - RAM_START;
        int reset = vectors.getInt(4);
        if (stack <= 0 || stack > internalRam(image.target())) {
            throw new BrokenImageException("initial stack pointer is outside the RAM of " + image.target());
        }
        if ((reset & 1) == 0
                || reset < 0
                || reset >= image.target().flashBytes().orElseThrow()) {
            throw new BrokenImageException("reset vector is not in the flash of " + image.target());
        }
        return image;
    }

    /** Length in bytes that the file says it has; empty if so much of it cannot be read (yet). */
    public static Optional<Integer> lengthByItsOwnWord(byte[] file) {
        return magicLine(file)
                .map(line -> VECTOR_TABLE_BYTES
                        + line.length()
                        + 1
                        + Integer.parseInt(line.substring(MAGIC.length()))
                        + DIGEST_BYTES);
    }

    private static Optional<String> magicLine(byte[] file) {
        if (file.length <= VECTOR_TABLE_BYTES) {
            return Optional.empty();
        }
        int end = Math.min(file.length, VECTOR_TABLE_BYTES + LONGEST_MAGIC_LINE);
        String start = new String(file, VECTOR_TABLE_BYTES, end - VECTOR_TABLE_BYTES, StandardCharsets.US_ASCII);
        int lineEnd = start.indexOf('\n');
        if (lineEnd < 0 || !start.startsWith(MAGIC)) {
            return Optional.empty();
        }
        String line = start.substring(0, lineEnd);
        return line.substring(MAGIC.length()).matches("[0-9]{1,6}") ? Optional.of(line) : Optional.empty();
    }

    /** RAM at 0x20000000, which every board that can be imitated has. */
    private static int internalRam(Target target) {
        return target.ram().stream()
                .filter(it -> it.first() == RAM_START && target.image() == Target.ImageForm.CORTEX_M)
                .mapToInt(it -> Math.toIntExact(it.bytes()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no virtual board for " + target));
    }
}
