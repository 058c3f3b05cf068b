package org.numakerbench.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.LabStore;

/** {@code bench nightly} with two boards: a killed night resumes the next start. */
final class NightVictim implements Victim {
    private static final int REPEATS = 3;
    private static final int ITEMS = 2 * REPEATS;

    private final Path plan;
    private final Path out;

    NightVictim(VirtualLab lab, Path out) throws IOException {
        this.plan = lab.plan("night", List.of("{board}-n1"), "repeats: " + REPEATS);
        this.out = out;
    }

    @Override
    public String name() {
        return "nightly";
    }

    @Override
    public List<String> arguments() {
        return List.of("nightly", plan.toString(), "--now", "--out", out.toString());
    }

    @Override
    public Path out() {
        return out;
    }

    @Override
    public void check() throws Exception {
        List<String> runs = RunsKept.whole(out);
        RunsKept.inHistory(runs, HistoryAddress.beside(out));
        try (LabStore store = LabStore.open(new HistoryAddress.Embedded(out.resolve("lab.db")))) {
            NightRow newest = store.nights().newest("night").orElseThrow();
            assertThat(newest.endedMs()).as("the end of the night").isNotNull();
            assertThat(store.nights(100)).allSatisfy(it -> {
                assertThat(store.nights().open(it.night())).isZero();
                assertThat(out.resolve("nights").resolve(it.night() + ".html")).exists();
            });
            Set<String> attempted = new HashSet<>();
            for (var each : store.nights(100)) {
                check(store.nights().items(each.night()), store.attempts().of(each.night()), ITEMS, runs);
                store.attempts().of(each.night()).stream().map(AttemptRow::run).forEach(attempted::add);
            }
            assertThat(runs).as("every run belongs to an attempt").allMatch(attempted::contains);
        }
        try (Stream<Path> pages = Files.list(out.resolve("nights"))) {
            assertThat(pages).allSatisfy(it -> {
                assertThat(it.getFileName().toString()).endsWith(".html").doesNotStartWith(".");
                assertThat(Files.readString(it).strip()).endsWith("</html>");
            });
        }
    }

    /** Nothing was lost, and nothing ran again that had run to its end. */
    static void check(List<ItemRow> items, List<AttemptRow> attempts, int wanted, List<String> runs) {
        assertThat(items)
                .hasSize(wanted)
                .allSatisfy(it ->
                        assertThat(it.asWord()).as(it + " " + attempts).isIn(ItemOutcome.PASS, ItemOutcome.FLAKY));
        for (ItemRow item : items) {
            List<AttemptRow> its = attempts.stream()
                    .filter(it -> it.item().equals(item.item()))
                    .toList();
            assertThat(its)
                    .as("attempts that passed at " + item)
                    .filteredOn(AttemptRow::isPass)
                    .hasSize(1);
            assertThat(its)
                    .filteredOn(it -> !it.isPass())
                    .allSatisfy(it -> assertThat(it.reason()).startsWith("interrupted: "));
        }
        assertThat(attempts).allSatisfy(it -> {
            assertThat(it.endedMs()).as("the end of " + it).isNotNull();
            if (it.run() != null) {
                assertThat(runs).as("the run of " + it).contains(it.run());
            }
        });
    }
}
