package org.numakerbench.usb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;

/** Images for virtual boards as large as real ones: blanks at the end of their description make them so. */
final class LabImages {
    private static final int VECTORS = 0x100;
    private static final int DIGEST = 32;

    private LabImages() {}

    /** Writes image and manifest into {@code images/id}; its identity is that of the board before the hyphen. */
    static byte[] write(Path images, String id, Target target, String mbedOs, int kib) throws IOException {
        String board = id.split("-")[0];
        Identity identity = new Identity("Lab-" + board, "Lab " + board, "Lab/" + board, "Lab/" + board);
        byte[] image = padded(
                VirtualImage.encode(new VirtualImage(
                        target, mbedOs, id, identity, List.of("mqtt", "https"), HeapModel.README, List.of())),
                kib * 1024);
        Path directory = Files.createDirectories(images.resolve(id));
        Files.write(directory.resolve(id + ".bin"), image);
        Files.writeString(
                directory.resolve("manifest.yaml"),
                String.join(
                        "\n",
                        "file: " + id + ".bin",
                        "sha256: " + DigestUtils.sha256Hex(image),
                        "target: " + target,
                        "buildId: " + id,
                        "mbedOs: " + mbedOs,
                        "toolchain: virtual",
                        "phases: [mqtt, https]",
                        "macros: {MBED_HEAP_STATS_ENABLED: \"1\", MBED_MEM_TRACING_ENABLED: \"1\"}",
                        "identity:",
                        "  thing: " + identity.thing(),
                        "  clientId: " + identity.clientId(),
                        "  userTopic: " + identity.userTopic(),
                        "  userFilter: " + identity.userFilter(),
                        "hostCommands: false",
                        ""));
        return image;
    }

    private static byte[] padded(byte[] image, int size) {
        String text = new String(image, StandardCharsets.ISO_8859_1);
        int magicEnd = text.indexOf('\n', VECTORS);
        String magic = text.substring(VECTORS, magicEnd);
        String words = magic.substring(0, magic.lastIndexOf(' ') + 1);
        byte[] body = Arrays.copyOfRange(image, magicEnd + 1, image.length - DIGEST);
        int length = Math.max(body.length, size - VECTORS - DIGEST - words.length() - 7);
        byte[] longer = Arrays.copyOf(body, length);
        Arrays.fill(longer, body.length, length, (byte) ' ');
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(image, 0, VECTORS);
        all.writeBytes((words + length + "\n").getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(longer);
        all.writeBytes(DigestUtils.sha256(all.toByteArray()));
        return all.toByteArray();
    }
}
