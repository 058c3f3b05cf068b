package org.numakerbench.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceLogTest {
    private static final Fact FACT = new Fact.UartReceived(Bytes.utf8("MQTT connects OK\r\n"));

    @TempDir
    Path directory;

    @Test
    void an_entry_is_in_the_file_when_append_returns() throws IOException {
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            EvidenceEntry entry = log.append(FACT);

            assertThat(EvidenceReader.readAll(file())).containsExactly(entry);
            assertThat(Files.readString(file()))
                    .startsWith("{\"seq\":1,\"at\":\"")
                    .endsWith("\"type\":\"uart\",\"bytes\":\"MQTT connects OK\\r\\n\"}\n");
        }
    }

    @Test
    void many_threads_get_one_gapless_order_which_the_listener_sees_too() throws Exception {
        List<EvidenceEntry> heard = new ArrayList<>();
        try (EvidenceLog log = EvidenceLog.create(file(), heard::add)) {
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        go.await();
                        for (int n = 0; n < 250; n++) {
                            log.append(FACT);
                        }
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        List<EvidenceEntry> written = EvidenceReader.readAll(file());
        assertThat(written).isEqualTo(heard);
        assertThat(written)
                .extracting(EvidenceEntry::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2000).boxed().toList());
        assertThat(written).extracting(EvidenceEntry::monoNanos).isSorted();
    }

    @Test
    void an_interrupted_thread_can_append_and_the_log_stays_open() throws IOException {
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            Thread.currentThread().interrupt();
            log.append(FACT);
            assertThat(Thread.interrupted()).isTrue();
            log.append(FACT);
        }
        assertThat(EvidenceReader.readAll(file())).hasSize(2);
    }

    @Test
    void a_text_that_is_not_well_formed_is_written_all_the_same() throws IOException {
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            log.append(new Fact.PortGone("half a pair: \ud83d"));
            log.append(FACT);
        }
        assertThat(EvidenceReader.readAll(file())).hasSize(2);
    }

    @Test
    void a_killed_process_loses_nothing_it_had_appended() throws Exception {
        Process child = ChildBench.start("write", file().toString());
        long seen = 0;
        try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
            while (seen < 500) {
                seen = Long.parseLong(out.readLine());
            }
            child.toHandle().destroyForcibly(); // SIGKILL; the pipe stays readable
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                seen = line.matches("\\d+") ? Math.max(seen, Long.parseLong(line)) : seen;
            }
        }

        assertThat(EvidenceReader.readAll(file())).hasSizeGreaterThanOrEqualTo((int) seen);
        assertThat(EvidenceLog.isLive(file())).isFalse();
        try (EvidenceLog reopened = EvidenceLog.reopen(file())) {
            assertThat(reopened.append(new Fact.Interrupted("killed")).seq()).isGreaterThan(seen);
        }
    }

    @Test
    void a_log_is_live_to_another_process_until_it_is_closed() throws Exception {
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            log.append(FACT);
            assertThat(ChildBench.answer("live", file().toString())).isEqualTo("true");
        }
        assertThat(ChildBench.answer("live", file().toString())).isEqualTo("false");
    }

    /** POSIX locks of a process end when it closes any descriptor of the file: reading must not touch the lock. */
    @Test
    void a_log_stays_live_to_another_process_after_this_one_has_read_and_asked() throws Exception {
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            log.append(FACT);
            EvidenceReader.readAll(file());
            assertThat(EvidenceLog.isLive(file())).isTrue();

            assertThat(ChildBench.answer("live", file().toString())).isEqualTo("true");
        }
    }

    @Test
    void a_reopened_log_is_live_to_another_process() throws Exception {
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            log.append(FACT);
        }
        try (EvidenceLog log = EvidenceLog.reopen(file())) {
            log.append(FACT);
            assertThat(ChildBench.answer("live", file().toString())).isEqualTo("true");
        }
    }

    @Test
    void a_closed_log_leaves_nothing_beside_it() throws IOException {
        EvidenceLog.create(file(), entry -> {}).close();
        assertThat(directory).isDirectoryContaining(file()::equals).isDirectoryNotContaining(it -> !it.equals(file()));
    }

    @Test
    void a_live_log_cannot_be_opened_twice() throws IOException {
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            log.append(FACT);
            assertThatThrownBy(() -> EvidenceLog.reopen(file()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("being written");
            assertThat(log.append(FACT).seq()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no entry\n", "{\"seq\":1,\"at\":\"20", "\0\0\0\0"})
    void a_log_without_a_whole_entry_is_refused_and_left_as_it_is(String content) throws IOException {
        Files.writeString(file(), content);

        assertThatThrownBy(() -> EvidenceLog.reopen(file()))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining(file().toString());

        assertThat(file()).hasContent(content);
        assertThat(EvidenceLog.isLive(file())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"seq\":2,\"at\":\"20", "\0\0\0\0", "{\"seq\":2\0\0\0"})
    void reopening_cuts_a_torn_line_off_and_goes_on_counting(String torn) throws IOException {
        EvidenceEntry first;
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            first = log.append(FACT);
        }
        Files.writeString(file(), torn, StandardOpenOption.APPEND);

        EvidenceEntry second;
        try (EvidenceLog log = EvidenceLog.reopen(file())) {
            assertThat(log.last()).isEqualTo(first);
            assertThat(log.cutOff()).isNull();
            second = log.append(new Fact.Interrupted("cut off"));
        }

        assertThat(EvidenceReader.readAll(file())).containsExactly(first, second);
        assertThat(second.seq()).isEqualTo(2);
        assertThat(second.monoNanos()).isGreaterThanOrEqualTo(first.monoNanos());
        assertThat(directory).isDirectoryNotContaining(it -> !it.equals(file()));
    }

    @Test
    void reopening_a_log_that_is_damaged_in_the_middle_keeps_what_stood_from_there_on() throws IOException {
        try (EvidenceLog log = EvidenceLog.create(file(), entry -> {})) {
            log.append(FACT);
            log.append(FACT);
            log.append(FACT);
        }
        List<String> lines = Files.readAllLines(file());
        String rest = "no entry\n" + lines.get(2) + "\n";
        Files.writeString(file(), lines.get(0) + "\n" + rest);

        try (EvidenceLog log = EvidenceLog.reopen(file())) {
            assertThat(log.cutOff()).contains("line 2").contains(EvidenceLog.CUT_OFF);
            assertThat(log.append(FACT).seq()).isEqualTo(2);
        }

        assertThat(EvidenceReader.readAll(file())).hasSize(2);
        assertThat(directory.resolve(EvidenceLog.CUT_OFF)).hasContent(rest);
    }

    @Test
    void a_full_disk_is_named_once_and_for_every_later_entry() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeThat(ran("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()))
                .as("needs root")
                .isTrue();
        try {
            Path file = disk.resolve("evidence.jsonl");
            List<EvidenceEntry> heard = new ArrayList<>();
            EvidenceLog log = EvidenceLog.create(file, heard::add);

            assertThatThrownBy(() -> {
                        while (true) {
                            log.append(FACT);
                        }
                    })
                    .isInstanceOf(EvidenceLostException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("No space left on device");

            Files.list(disk).close();
            assertThatThrownBy(() -> log.append(FACT)).isInstanceOf(EvidenceLostException.class);
            log.close();
            assertThat(EvidenceReader.readAll(file)).isEqualTo(heard);
        } finally {
            ran("umount", disk.toString());
        }
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    private Path file() {
        return directory.resolve("evidence.jsonl");
    }
}
