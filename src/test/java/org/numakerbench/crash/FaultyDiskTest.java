package org.numakerbench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crash.Fault.Kind;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.files.DurableFile;

class FaultyDiskTest {
    private static final Path GONE = Path.of("gone");

    @TempDir
    Path scratch;

    private Path root;

    @BeforeEach
    void root() throws IOException {
        root = Files.createDirectory(scratch.resolve("root"));
    }

    /** Does some work on one disk after another, each with the same fault and another seed; what they leave of a file. */
    private Set<String> left(Kind kind, int at, String file, Work work) throws IOException {
        Set<String> contents = new TreeSet<>();
        for (int seed = 0; seed < 60; seed++) {
            Path here = Files.createDirectory(scratch.resolve(kind + "-" + at + "-" + file + seed));
            FaultyDisk disk =
                    new FaultyDisk(here, scratch.resolve(here.getFileName() + ".after"), new Fault(kind, at, seed));
            assertThatThrownBy(() -> work.on(disk)).isInstanceOf(IOException.class);
            Path after = disk.end().resolve(file);
            contents.add(Files.exists(after) ? Files.readString(after) : GONE.toString());
        }
        return contents;
    }

    private interface Work {
        void on(FaultyDisk disk) throws IOException;
    }

    @Test
    void whatIsNotSyncedMayBeLostTornOrZerosAfterAPowerCut() throws IOException {
        Set<String> left = left(Kind.POWER_CUT, 3, "a", disk -> {
            Files.writeString(disk.root().resolve("a"), "abc");
            Files.createFile(disk.root().resolve("b"));
        });

        assertThat(left).contains("gone", "", "abc", "a", "a\0\0", "\0\0c");
    }

    @Test
    void whatIsSyncedStays() throws IOException {
        Set<String> left = left(Kind.POWER_CUT, 6, "a", disk -> {
            Path file = disk.root().resolve("a");
            DurableFile.write(file, "abc");
            DurableDirectory.sync(disk.root());
            Files.writeString(file, "def", StandardOpenOption.APPEND);
            Files.createFile(disk.root().resolve("b"));
        });

        assertThat(left).contains("abc", "abcd", "abcdef", "abc\0\0\0").allMatch(it -> it.startsWith("abc"));
    }

    @Test
    void aSyncedFileInADirectoryThatIsNotMayHaveNoName() throws IOException {
        Set<String> left = left(Kind.POWER_CUT, 4, "a", disk -> {
            DurableFile.write(disk.root().resolve("a"), "abc");
            Files.createFile(disk.root().resolve("b"));
        });

        assertThat(left).containsExactly("abc", "gone");
    }

    @Test
    void aKilledProcessLosesNothingButTheWriteUnderWay() throws IOException {
        Set<String> left =
                left(Kind.KILL, 2, "a", disk -> Files.writeString(disk.root().resolve("a"), "abc"));

        assertThat(left).containsExactly("", "a", "ab", "abc");
    }

    @Test
    void aFullDiskIsFullUntilTheEndAndAnErrorPasses() throws IOException {
        Set<String> full = left(Kind.FULL, 2, "b", disk -> {
            assertThatThrownBy(() -> Files.writeString(disk.root().resolve("a"), "abc"))
                    .hasMessageContaining("No space left on device");
            Files.delete(disk.root().resolve("a"));
            Files.writeString(disk.root().resolve("b"), "abc");
        });
        assertThat(full).containsExactly("gone");

        FaultyDisk disk = new FaultyDisk(root, GONE, new Fault(Kind.ERROR, 1, 0));
        assertThatThrownBy(() -> Files.createFile(disk.root().resolve("a"))).hasMessageContaining("Input/output error");
        Files.createFile(disk.root().resolve("a"));
    }

    @Test
    void theDeadLetGoOfTheirLocksAndDoNothingMore() throws IOException {
        FaultyDisk disk = new FaultyDisk(root, GONE, Fault.NONE);
        Path file = disk.root().resolve("a");
        FileChannel held = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        assertThat(held.tryLock()).isNotNull();

        assertThat(disk.end()).isEqualTo(root);

        assertThatThrownBy(() -> Files.delete(file)).hasMessageContaining("dead");
        assertThat(Files.exists(file)).isFalse();
        FaultyDisk next = new FaultyDisk(root, GONE, Fault.NONE);
        try (FileChannel free = FileChannel.open(next.root().resolve("a"), StandardOpenOption.WRITE)) {
            assertThat(free.tryLock()).isNotNull();
        }
        assertThat(next.log()).containsExactly("lock a");
    }
}
