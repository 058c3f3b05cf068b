package org.numakerbench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.agent.LabImages;
import org.numakerbench.lab.store.ImageFiles.Stored;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;

/** What is made once and kept for later starts is there whole, and nothing lies beside it, whatever cut an earlier start off. */
class KeptFilesCrashIT {
    @TempDir
    private Path scratch;

    /** One start. */
    private interface Start {
        void on(Path directory) throws IOException, ImageException;
    }

    private static Set<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(it -> directory.relativize(it).toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * Tries operations from {@code at} on.
     *
     * @return how many
     */
    private int tryFrom(int at, int step, Fault.Kind kind, Path template, Start start) throws Exception {
        Path root = scratch.resolve("disk");
        Path remains = scratch.resolve("remains");
        copy(template, root);
        start.on(root);
        Set<String> whole = files(root);
        DurableDirectory.deleteTree(root);
        int points = 0;
        for (int operation = at; ; operation += step) {
            copy(template, root);
            FaultyDisk disk = new FaultyDisk(root, remains, new Fault(kind, operation, operation));
            try {
                start.on(disk.root());
            } catch (IOException struck) {
                assertThat(disk.struck())
                        .as(kind + " at " + operation + ": " + struck)
                        .isTrue();
            }
            boolean struck = disk.struck();
            Path left = disk.end();
            start.on(left);
            assertThat(files(left)).as(disk.fault() + ", " + disk.log()).isEqualTo(whole);
            DurableDirectory.deleteTree(root);
            DurableDirectory.deleteTree(remains);
            if (!struck) {
                return points;
            }
            points++;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImageOfTheLab(Fault.Kind kind) throws Exception {
        Path image =
                VirtualLab.in(scratch, "lab", 0, List.of("m487")).image("m487-1", "1", VirtualLab.identity("m487"));
        Path empty = Files.createDirectory(scratch.resolve("empty"));
        String sha256 = Images.find(image.getParent(), "m487-1").manifest().sha256();
        byte[] file = Files.readAllBytes(image.resolve("image.bin"));
        try (LabStore store = LabStore.open(new HistoryAddress.Embedded(scratch.resolve("lab.db")))) {
            store.images()
                    .put(new Stored(
                            sha256,
                            "m487-1",
                            Files.readAllBytes(image.resolve("manifest.yaml")),
                            "image.bin",
                            file,
                            "image.map",
                            "map".getBytes(StandardCharsets.US_ASCII),
                            "firmware.yaml",
                            "lines: []".getBytes(StandardCharsets.US_ASCII)));

            int points = tryFrom(1, 1, kind, Files.createDirectory(scratch.resolve("template")), directory -> {
                Image found = new LabImages(empty, directory.resolve("kept"), store.images()).find("m487-1", sha256);
                assertThat(found.path()).hasBinaryContent(file);
                assertThat(found.path().resolveSibling("image.map")).exists();
                assertThat(found.path().resolveSibling("firmware.yaml")).exists();
            });

            assertThat(points).isGreaterThan(10);
        }
    }

    private static void cloud(Path directory) throws IOException {
        LocalCloud.start(LocalCloudOptions.in(directory)).close();
    }

    /** Keys take their time: a few operations each. */
    @ParameterizedTest
    @EnumSource
    void credentialsOfTheLocalCloud(Fault.Kind kind) throws Exception {
        Path template = Files.createDirectory(scratch.resolve("template"));
        cloud(template);
        try (Stream<Path> made = Files.list(template)) {
            for (Path each : made.filter(it -> it.getFileName().toString().startsWith("device."))
                    .toList()) {
                Files.delete(each);
            }
        }
        assertThat(tryFrom(4 + kind.ordinal(), 7, kind, template, KeptFilesCrashIT::cloud))
                .isPositive();
    }

    @Test
    void policiesOfTheLocalCloud() throws Exception {
        Path template = Files.createDirectory(scratch.resolve("template"));
        cloud(template);
        try (Stream<Path> made = Files.list(template)) {
            for (Path each : made.filter(it -> it.getFileName().toString().endsWith("-policy.json"))
                    .toList()) {
                Files.delete(each);
            }
        }
        assertThat(tryFrom(1, 2, Fault.Kind.KILL, template, KeptFilesCrashIT::cloud))
                .isPositive();
    }
}
