package org.numakerbench.board.flash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.Needs;

/**
 * A real FAT file system on a loop device, mounted by the kernel, or by fusefat where the kernel has no vfat (small
 * virtual machines).
 */
final class FatVolume implements AutoCloseable {
    private final Path point;
    private final Path device;
    private final boolean loop;
    private @Nullable Process fuse;

    private FatVolume(Path point, Path device, boolean loop) {
        this.point = point;
        this.device = device;
        this.loop = loop;
    }

    /** Skips the test where no FAT volume can be mounted at all; a tool that is only not installed may be a failure. */
    static void require() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        Needs.program("mkfs.vfat");
        if (!Files.readString(Path.of("/proc/filesystems")).contains("vfat")) {
            assumeTrue(Files.exists(Path.of("/dev/fuse")), "this kernel has neither vfat nor FUSE");
            Needs.program("fusefat");
        }
    }

    static FatVolume made(Path directory, String label, int kib) throws Exception {
        Path file = Files.createTempFile(directory, "disk", ".img");
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(kib * 1024L);
        }
        assertThat(run("mkfs.vfat", "-n", label, file.toString()).code).isZero();
        Ended loop = run("losetup", "-f", "--show", file.toString());
        Path device = loop.code == 0 ? Path.of(loop.output.strip()) : file;
        Path point = Files.createDirectories(directory.resolve(file.getFileName() + "-mounted"));
        return new FatVolume(point, device, loop.code == 0);
    }

    Path point() {
        return point;
    }

    Path device() {
        return device;
    }

    void mount(String... options) throws Exception {
        String more =
                String.join("", List.of(options).stream().map(it -> "," + it).toList());
        if (run("mount", "-t", "vfat", "-o", "flush" + more, device.toString(), point.toString()).code == 0) {
            return;
        }
        mountByFuse(more);
    }

    /** A file system that can be made to die under its mount. */
    void mountByFuse() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "this kernel has no FUSE");
        Needs.program("fusefat");
        mountByFuse("");
    }

    private void mountByFuse(String more) throws IOException {
        String how = (more.contains(",ro") ? "ro" : "rw+") + ",fsname=" + device;
        fuse = new ProcessBuilder("fusefat", "-f", "-o", how, device.toString(), point.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await("mount of " + device).until(() -> MountedVolume.at(point) != null);
    }

    /** Somebody may be looking at it right now. */
    void unmount() throws Exception {
        await("end of " + point).until(() -> run("umount", point.toString()).code == 0);
        Process process = fuse;
        if (process != null) {
            process.waitFor();
            fuse = null;
        }
    }

    /** Puts a file on it while it is away. */
    void write(String name, String text) throws Exception {
        Path aside = Files.createDirectories(point.resolveSibling("aside"));
        FatVolume elsewhere = new FatVolume(aside, device, false);
        elsewhere.mount();
        Files.writeString(aside.resolve(name), text);
        elsewhere.unmount();
    }

    /** The file system stops in the middle of whatever it does; its mount stays. */
    void die() {
        Process process = Objects.requireNonNull(fuse);
        process.destroyForcibly();
        process.onExit().join();
        fuse = null;
    }

    /** As when the plug is pulled. */
    void pull() {
        die();
        detach();
    }

    /** The mount goes at once, while files that are open stay so. */
    void detach() {
        try {
            assertThat(run("umount", "-l", point.toString()).code).isZero();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws Exception {
        while (MountedVolume.at(point) != null) {
            detach();
        }
        Process process = fuse;
        if (process != null) {
            process.waitFor();
        }
        if (loop) {
            run("losetup", "-d", device.toString());
        }
    }

    private record Ended(int code, String output) {}

    private static Ended run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
