package org.numakerbench.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.crash.Fault;
import org.numakerbench.crash.FaultyDisk;

class DurableFileTest {
    private static final String OLD = "what was there before";
    private static final String NEW = "what is there now, and is longer";

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource
    void a_replaced_file_is_the_old_or_the_new_one_whenever_something_happens(Fault.Kind kind) throws IOException {
        for (int at = 1; ; at++) {
            boolean struck = false;
            for (int seed = 0; seed < 10; seed++) {
                Path root = Files.createDirectory(scratch.resolve(at + "-" + seed));
                Files.writeString(root.resolve("page.html"), OLD);
                FaultyDisk disk =
                        new FaultyDisk(root, scratch.resolve(at + "-" + seed + "-after"), new Fault(kind, at, seed));
                boolean done = false;
                try {
                    DurableFile.replace(disk.root().resolve("page.html"), NEW);
                    done = true;
                } catch (IOException failure) {
                    assertThat(disk.struck()).isTrue();
                }
                struck |= disk.struck();
                Path after = disk.end();
                assertThat(Files.readString(after.resolve("page.html")))
                        .isIn(done ? new String[] {NEW} : new String[] {OLD, NEW});
                DurableFile.replace(after.resolve("page.html"), NEW);
                assertThat(names(after)).containsExactly("page.html");
            }
            if (!struck) {
                assertThat(at).isGreaterThan(5);
                return;
            }
        }
    }

    @Test
    void a_link_stays_a_link_and_a_device_a_device() throws IOException {
        Path file = Files.writeString(scratch.resolve("page.html"), OLD);
        Path link = Files.createSymbolicLink(scratch.resolve("latest.html"), file.getFileName());

        DurableFile.replace(link, NEW);
        DurableFile.replace(Path.of("/dev/null"), NEW);

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent(NEW);
        assertThat(Path.of("/dev/null")).exists();
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    void an_interrupted_thread_writes_and_stays_interrupted() throws IOException {
        Path file = scratch.resolve("page.html");
        Thread.currentThread().interrupt();

        DurableFile.replace(file, NEW);
        DurableFile.truncate(file, 4);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("what");
    }

    @Test
    void a_line_file_holds_each_line_that_was_appended_whenever_something_happens() throws IOException {
        for (Fault.Kind kind : Fault.Kind.values()) {
            for (int at = 1; at < 16; at++) {
                for (int seed = 0; seed < 8; seed++) {
                    appendUnderFault(new Fault(kind, at, seed));
                }
            }
        }
    }

    private void appendUnderFault(Fault fault) throws IOException {
        Path root = Files.createDirectory(scratch.resolve(fault.toString()));
        FaultyDisk disk = new FaultyDisk(root, scratch.resolve(fault + " after"), fault);
        int appended = 0;
        try (LineFile lines = Objects.requireNonNull(LineFile.open(disk.root().resolve("journal.jsonl")))) {
            for (int i = 0; i < 4; i++) {
                try {
                    lines.append("line " + i);
                    appended = i + 1;
                } catch (IOException again) {
                    lines.append("line " + i);
                    appended = i + 1;
                }
            }
        } catch (IOException failure) {
            assertThat(disk.struck()).as(fault + "").isTrue();
        }
        Path file = disk.end().resolve("journal.jsonl");
        List<String> left = LineFile.read(file);
        assertThat(left).as(fault + "").isEqualTo(lines(left.size())).hasSizeGreaterThanOrEqualTo(appended);
        try (LineFile next = Objects.requireNonNull(LineFile.open(file))) {
            next.append("more");
            assertThat(LineFile.read(file)).containsExactly(concat(next.earlier(), "more"));
        }
    }

    @Test
    void a_line_file_is_one_processs() throws IOException {
        Path file = scratch.resolve("journal.jsonl");
        try (LineFile open = LineFile.open(file)) {
            assertThat(open).isNotNull();
            assertThat(LineFile.open(file)).isNull();
        }
    }

    @Test
    void a_directory_that_cannot_be_moved_to_its_name_says_so() throws IOException {
        Path full = Files.createDirectory(scratch.resolve("full"));
        Files.createFile(full.resolve("a"));
        Path other = Files.createDirectory(scratch.resolve("other"));
        assertThatThrownBy(() -> DurableDirectory.move(other, full)).isInstanceOf(IOException.class);
    }

    private static List<String> lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
    }

    private static String[] concat(List<String> lines, String more) {
        return Stream.concat(lines.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(it -> it.getFileName().toString()).toList();
        }
    }
}
