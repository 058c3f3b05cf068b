package org.numakerbench.sim.qemu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;

/**
 * What one image is told, so that it can serve many boards: keys and values, which the firmware finds in its memory. Form
 * and keys: {@code src/qemu-board/src/config.h} and the README beside it.
 */
record ConfigurationBlob(Map<String, String> values) {
    /** Where the firmware looks ({@code CONFIG_ADDRESS}). */
    static final long ADDRESS = 0x21000000L;

    private static final String MAGIC = "NBCFG1";
    /** {@code CONFIG_MAX_BYTES}. */
    private static final int LONGEST_BYTES = 0x10000;

    private static final int SEED_BYTES = 16;

    /**
     * The board's network and credentials, what the manifest says is compiled in, and, above these, settings among the
     * manifest's macros: those whose names hold a dot, {@code fault.at}; a value {@code @name} is the text of that file
     * beside the image.
     */
    static ConfigurationBlob of(QemuBoardOptions board, Image image) throws IOException {
        Manifest manifest = image.manifest();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("endpoint.name", board.endpoint());
        values.put("mqtt.port", String.valueOf(board.mqttPort()));
        values.put("https.port", String.valueOf(board.httpsPort()));
        values.put("uart.baud", String.valueOf(board.baud()));
        values.put("tls.ca", Files.readString(board.ca()));
        values.put("tls.certificate", Files.readString(board.certificate()));
        values.put("tls.private-key", Files.readString(board.privateKey()));
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        values.put("random.seed", HexFormat.of().formatHex(seed));
        values.put("test.mqtt", manifest.phases().contains("mqtt") ? "1" : "0");
        values.put("test.https", manifest.phases().contains("https") ? "1" : "0");
        values.put("thing", manifest.identity().thing());
        values.put("mqtt.client-id", manifest.identity().clientId());
        values.put("mqtt.user-topic", manifest.identity().userTopic());
        values.put("mqtt.user-filter", manifest.identity().userFilter());
        String mbedOs = manifest.mbedOs();
        if (mbedOs != null) {
            values.put("os.version", mbedOs);
        }
        for (Map.Entry<String, String> macro : manifest.macros().entrySet()) {
            String value = macro.getValue();
            if (macro.getKey().contains(".")) {
                boolean file = value.startsWith("@");
                values.put(
                        macro.getKey(),
                        file ? Files.readString(image.path().resolveSibling(value.substring(1))) : value);
            }
        }
        return new ConfigurationBlob(values);
    }

    /** @throws IOException when it is longer than the firmware reads */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text(out, MAGIC);
        values.forEach((key, value) -> text(out, key + "=" + value));
        out.write(0);
        if (out.size() > LONGEST_BYTES) {
            throw new IOException("the configuration has " + out.size() + " bytes, the firmware reads at most "
                    + LONGEST_BYTES + "; use a shorter CA file");
        }
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }

    /** Writes it where only its owner can read it: it holds the private key. */
    void writeTo(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, bytes());
    }
}
