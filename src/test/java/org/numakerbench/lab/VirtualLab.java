package org.numakerbench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.image.Fault;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;

/** A lab of virtual boards in one directory: a profile, images for its boards, plans. */
public final class VirtualLab {
    private final Path directory;
    private final String bench;
    private final List<String> boards;

    private VirtualLab(Path directory, String bench, List<String> boards) {
        this.directory = directory;
        this.bench = bench;
        this.boards = boards;
    }

    /**
     * Writes {@code BENCH.yaml}.
     *
     * @param baud 9600 as real boards; 0: as fast as it goes
     * @param more lines of YAML below each board
     */
    public static VirtualLab in(Path directory, String bench, int baud, List<String> boards, String... more)
            throws IOException {
        String rows = boards.stream()
                .map(it -> "  - name: " + it + "\n    target: NUMAKER_PFM_M487\n    virtual: {baud: " + baud + "}\n"
                        + Stream.of(more).map(line -> "    " + line + "\n").collect(Collectors.joining()))
                .collect(Collectors.joining());
        Files.writeString(directory.resolve(bench + ".yaml"), """
                bench: %s
                images: images
                cloud:
                  local: {directory: cloud-%s}
                limits: {firstByte: 10s, silence: 20s, messageWait: 5s, lifecycleWait: 10s}
                boards:
                %s""".formatted(bench, bench, rows));
        return new VirtualLab(directory, bench, boards);
    }

    public Path profile() {
        return directory.resolve(bench + ".yaml");
    }

    /** What {@code board}'s images have compiled in. */
    public static Identity identity(String board) {
        return new Identity("Lab-" + board, "Lab " + board, "Lab/" + board, "Lab/" + board);
    }

    /** An image of {@code build} for each board: {@code BOARD-BUILD}. */
    public void images(String build, Fault... faults) throws IOException {
        for (String board : boards) {
            image(board + "-" + build, build, identity(board), faults);
        }
    }

    /** One image. */
    public Path image(String id, String build, Identity identity, Fault... faults) throws IOException {
        byte[] file = VirtualImage.encode(new VirtualImage(
                Target.NUMAKER_PFM_M487,
                "5.7.1",
                build,
                identity,
                List.of("mqtt"),
                new HeapModel(1351, 63_022),
                List.of(faults)));
        Path image = Files.createDirectories(directory.resolve("images").resolve(id));
        Files.write(image.resolve("image.bin"), file);
        Files.writeString(
                image.resolve("manifest.yaml"),
                String.format(
                        Locale.ROOT,
                        """
                        file: image.bin
                        sha256: "%s"
                        target: NUMAKER_PFM_M487
                        buildId: "%s"
                        mbedOs: "5.7.1"
                        toolchain: GCC_ARM 6.3.1
                        phases: [mqtt]
                        macros: {}
                        identity: {thing: "%s", clientId: "%s", userTopic: "%s", userFilter: "%s"}
                        """,
                        sha256(file),
                        build,
                        identity.thing(),
                        identity.clientId(),
                        identity.userTopic(),
                        identity.userFilter()));
        return image;
    }

    /** @param lines more YAML of the plan */
    public Path plan(String name, List<String> images, String... lines) throws IOException {
        String list = images.stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(", "));
        return Files.writeString(
                directory.resolve(name + ".plan.yaml"),
                "night: " + name + "\nprofile: " + bench + ".yaml\nimages: [" + list + "]\n"
                        + Stream.of(lines).map(it -> it + "\n").collect(Collectors.joining()));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
