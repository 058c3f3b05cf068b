package org.numakerbench.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void a_run_has_its_name_only_when_it_is_complete() throws IOException {
        RunDirectory run = RunDirectory.create(parent.resolve("runs"), "night");
        Files.writeString(run.path().resolve("report.json"), "{}");
        assertThat(parent.resolve("runs/night")).doesNotExist();

        Path complete = run.complete();

        assertThat(complete).isEqualTo(parent.resolve("runs/night"));
        assertThat(complete.resolve("report.json")).hasContent("{}");
        assertThat(names(parent.resolve("runs"))).containsExactly("night");
    }

    @Test
    void runs_of_one_name_are_numbered_whether_complete_or_not() throws IOException {
        RunDirectory first = RunDirectory.create(parent, "night");
        RunDirectory second = RunDirectory.create(parent, "night");
        first.complete();
        RunDirectory third = RunDirectory.create(parent, "night");

        assertThat(List.of(first.name(), second.name(), third.name())).containsExactly("night", "night-2", "night-3");
        assertThat(second.complete()).isEqualTo(parent.resolve("night-2"));
        assertThat(third.complete()).isEqualTo(parent.resolve("night-3"));
    }

    @Test
    void text_from_profiles_makes_no_path() throws IOException {
        RunDirectory run = RunDirectory.create(parent, "../Böard 1/x");
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
        RunDirectory run = RunDirectory.create(parent, "night");
        try (EvidenceLog log = EvidenceLog.create(run.path().resolve(RunDirectory.LOG), entry -> {})) {
            log.append(new Fact.RunEnded());
            assertThat(ChildBench.answer("abandoned", parent.toString())).isEmpty();
        }
        assertThat(ChildBench.answer("abandoned", parent.toString())).isEmpty();
        assertThat(RunDirectory.abandoned(parent)).isEmpty();

        run.complete();
        assertThat(names(parent)).containsExactly("night");
    }

    @Test
    void a_run_whose_bench_is_gone_is_abandoned_and_can_be_completed_by_one_other() throws IOException {
        Path cut = Files.createDirectory(parent.resolve(".partial-night"));
        EvidenceLog.create(cut.resolve(RunDirectory.LOG), entry -> {}).close();

        List<RunDirectory> found = RunDirectory.abandoned(parent);
        assertThat(found).extracting(RunDirectory::name).containsExactly("night");
        assertThat(RunDirectory.abandoned(parent)).as("taken by the first").isEmpty();

        assertThat(found.get(0).complete()).isEqualTo(parent.resolve("night"));
        assertThat(names(parent)).containsExactly("night");
    }

    @Test
    void a_place_without_runs_has_no_abandoned_ones() throws IOException {
        assertThat(RunDirectory.abandoned(parent.resolve("none"))).isEmpty();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }
}
