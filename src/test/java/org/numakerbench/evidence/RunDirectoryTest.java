package org.numakerbench.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path parent;

    private final List<String> notices = new ArrayList<>();

    @Test
    void a_run_has_its_name_only_when_it_is_complete() throws IOException {
        RunDirectory run = begun(parent.resolve("runs"), "night");
        Files.writeString(run.path().resolve("report.json"), "{}");
        assertThat(parent.resolve("runs/night")).doesNotExist();

        Path complete = run.complete();

        assertThat(complete).isEqualTo(parent.resolve("runs/night"));
        assertThat(complete.resolve("report.json")).hasContent("{}");
        assertThat(names(parent.resolve("runs"))).containsExactly("night");
    }

    @Test
    void runs_of_one_name_are_numbered_whether_complete_or_not() throws IOException {
        RunDirectory first = begun(parent, "night");
        RunDirectory second = begun(parent, "night");
        first.complete();
        RunDirectory third = begun(parent, "night");

        assertThat(List.of(first.name(), second.name(), third.name())).containsExactly("night", "night-2", "night-3");
        assertThat(second.complete()).isEqualTo(parent.resolve("night-2"));
        assertThat(third.complete()).isEqualTo(parent.resolve("night-3"));
    }

    @Test
    void text_from_profiles_makes_no_path() throws IOException {
        RunDirectory run = begun(parent, "../Böard 1/x");
        assertThat(run.complete().getParent()).isEqualTo(parent);
        assertThat(run.name()).matches("[A-Za-z0-9._-]+");
    }

    @Test
    void a_directory_that_cannot_be_made_is_named_with_the_reason() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> RunDirectory.create(file, "night"))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("cannot make a run directory in .*/file: .+")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_run_that_is_under_way_is_not_abandoned_to_another_process_even_after_its_log_is_closed() throws Exception {
        RunDirectory run = begun(parent, "night");
        try (EvidenceLog log = EvidenceLog.reopen(run.path().resolve(RunDirectory.LOG))) {
            log.append(new Fact.RunEnded());
            assertThat(ChildBench.answer("abandoned", parent.toString())).isEmpty();
        }
        assertThat(ChildBench.answer("abandoned", parent.toString())).isEmpty();
        assertThat(RunDirectory.abandoned(parent, notices::add)).isEmpty();

        run.complete();
        assertThat(names(parent)).containsExactly("night");
    }

    @Test
    void a_run_whose_bench_is_gone_is_abandoned_and_can_be_completed_by_one_other() throws IOException {
        Path cut = Files.createDirectory(parent.resolve(".partial-night"));
        EvidenceLog.create(cut.resolve(RunDirectory.LOG), entry -> {}).close();

        List<RunDirectory> found = RunDirectory.abandoned(parent, notices::add);
        assertThat(found).extracting(RunDirectory::name).containsExactly("night");
        assertThat(RunDirectory.abandoned(parent, notices::add))
                .as("taken by the first")
                .isEmpty();

        assertThat(found.get(0).complete()).isEqualTo(parent.resolve("night"));
        assertThat(names(parent)).containsExactly("night");
    }

    @Test
    void a_place_without_runs_has_no_abandoned_ones() throws IOException {
        assertThat(RunDirectory.abandoned(parent.resolve("none"), notices::add)).isEmpty();
    }

    @Test
    void a_directory_appears_with_the_first_entry_in_it() throws IOException {
        RunDirectory run = RunDirectory.create(parent, "night");
        assertThat(run.path()).doesNotExist();

        try (EvidenceLog log = EvidenceLog.begin(run, new Fact.PortGone("first"), entry -> {})) {
            assertThat(EvidenceReader.readAll(run.path().resolve(RunDirectory.LOG)))
                    .extracting(EvidenceEntry::fact)
                    .containsExactly(new Fact.PortGone("first"));
            assertThat(log.append(new Fact.RunEnded()).seq()).isEqualTo(2);
        }
    }

    @Test
    void what_is_left_of_a_run_that_had_not_begun_goes() throws IOException {
        Files.createFile(parent.resolve(".partial-killed.lock"));
        Files.createFile(Files.createDirectory(parent.resolve(".new-killed-2")).resolve(RunDirectory.LOG));

        assertThat(RunDirectory.abandoned(parent, notices::add)).isEmpty();

        assertThat(notices).isEmpty();
        assertThat(names(parent)).isEmpty();
    }

    @Test
    void a_run_that_is_set_aside_is_nobodys_any_more() throws IOException {
        RunDirectory run = begun(parent, "night");
        begun(parent, "night-2").setAside();

        assertThat(run.setAside()).isEqualTo(parent.resolve(".damaged-night"));
        assertThat(RunDirectory.abandoned(parent, notices::add)).isEmpty();
        assertThat(names(parent)).containsExactly(".damaged-night", ".damaged-night-2");
    }

    private static RunDirectory begun(Path parent, String name) throws IOException {
        RunDirectory run = RunDirectory.create(parent, name);
        run.begin(List.of(new EvidenceEntry(1, Instant.EPOCH, 0, new Fact.PortGone("first"))));
        return run;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }
}
