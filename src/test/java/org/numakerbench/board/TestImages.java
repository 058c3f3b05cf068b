package org.numakerbench.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;

/** Image files of no meaning. */
public final class TestImages {
    private TestImages() {}

    public static Image of(Path directory, String name, byte[] bytes, Target target) throws IOException {
        Path file = Files.write(directory.resolve(name), bytes);
        Manifest manifest = new Manifest(
                name,
                "0".repeat(64),
                target,
                null,
                null,
                null,
                List.of("mqtt"),
                Map.of(),
                new Identity("thing", "client", "topic", "topic"),
                null,
                false);
        return new Image("new", file, manifest);
    }

    /** For a NUMAKER_PFM_M487. */
    public static Image of(Path directory, String name, int size) throws IOException {
        return of(directory, name, bytes(size), Target.NUMAKER_PFM_M487);
    }

    public static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
