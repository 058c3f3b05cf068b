package org.numakerbench.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start takes away of earlier ones, and what it leaves alone. That living ones keep theirs is in KillTestIT. */
class OwnedDirectoryTest {
    @TempDir
    private Path scratch;

    private Path system;
    private Path elsewhere;

    @BeforeEach
    void make() throws IOException {
        system = Files.createDirectory(scratch.resolve("system"));
        elsewhere = Files.createDirectory(scratch.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("precious"), "x");
        Files.createFile(elsewhere.resolve(".lock"));
    }

    private void start() throws IOException {
        try (OwnedDirectory started = OwnedDirectory.in(system)) {
            started.sweepBeside();
        }
    }

    @Test
    void whatAKilledProcessLeftGoesWithAllThatIsInIt() throws Exception {
        Path left = OwnedDirectory.in(system).path();
        Path board = Files.createDirectories(left.resolve("b1/volume"));
        Files.writeString(board.resolve("image.bin"), "x");
        Files.createSymbolicLink(left.resolve("b1/uart"), elsewhere);
        Files.createSymbolicLink(left.resolve("b1/dangling"), scratch.resolve("nowhere"));
        // The lock ends with its process; in this one it must be let go by hand.
        Path copy = Files.createDirectory(system.resolve("nbench-killed"));
        Files.move(left.resolve("b1"), copy.resolve("b1"));
        Files.createFile(copy.resolve(".lock"));
        Files.delete(left.resolve(".lock"));
        Files.delete(left);

        start();

        assertThat(system).isEmptyDirectory();
        assertThat(elsewhere.resolve("precious")).exists();
    }

    @Test
    void oneThatWasKilledBeforeItHadALockGoesToo() throws Exception {
        Files.createDirectory(system.resolve("nbench-early"));

        start();

        assertThat(system).isEmptyDirectory();
    }

    @Test
    void linksFilesAndWhatHoldsNoLockAreLeftAlone() throws Exception {
        Files.createSymbolicLink(system.resolve("nbench-link"), elsewhere);
        Files.writeString(system.resolve("nbench-file"), "x");
        Files.writeString(Files.createDirectory(system.resolve("nbench-mine")).resolve("notes"), "x");
        Files.createFile(Files.createDirectory(system.resolve("something-else")).resolve(".lock"));

        start();

        try (var left = Files.list(system)) {
            assertThat(left.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder("nbench-link", "nbench-file", "nbench-mine", "something-else");
        }
        assertThat(elsewhere.resolve("precious")).exists();
    }

    @Test
    void aLockThatIsALinkIsNotFollowed() throws Exception {
        Path planted = Files.createDirectory(system.resolve("nbench-planted"));
        Files.createSymbolicLink(planted.resolve(".lock"), scratch.resolve("made-by-nobody"));

        start();

        assertThat(scratch.resolve("made-by-nobody")).doesNotExist();
    }

    @Test
    void itIsForItsUserAlone() throws Exception {
        try (OwnedDirectory mine = OwnedDirectory.in(system);
                ScratchDirectory part = ScratchDirectory.in(mine.path(), "b")) {
            for (Path each : new Path[] {mine.path(), part.path()}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rwx------");
            }
        }
        assertThat(system).isEmptyDirectory();
    }
}
