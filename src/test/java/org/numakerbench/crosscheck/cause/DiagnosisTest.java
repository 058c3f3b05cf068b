package org.numakerbench.crosscheck.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;

class DiagnosisTest {
    private static final Path PAGE = Path.of("docs/diagnoses.md");

    /** After a wanted change run {@code mvn test -Dtest=DiagnosisTest -Dgolden.update=true}, then read the diff. */
    @Test
    void theDocumentIsTheTable() throws IOException {
        String page = Files.readString(PAGE);
        String table = table();
        int begin = page.indexOf("| code |");
        if (Boolean.getBoolean("golden.update")) {
            page = page.substring(0, begin) + table;
            Files.writeString(PAGE, page);
        }

        assertThat(page.substring(begin)).isEqualTo(table);
    }

    private static String table() {
        return "| code | outcome | who has to act | what we say | what must be seen for it |\n|---|---|---|---|---|\n"
                + Arrays.stream(Diagnosis.values())
                        .map(it -> "| `" + it.code().word() + "` | " + it.outcome() + " | "
                                + it.owner().word() + " | " + it.says().replace("`", "") + " | " + it.seen() + " |\n")
                        .collect(Collectors.joining());
    }

    @Test
    void eachHasACodeOfItsOwn() {
        assertThat(Arrays.stream(Diagnosis.values()).map(Diagnosis::code)).doesNotHaveDuplicates();
    }

    /** Whoever set it up is no device that failed, unless what was built into the firmware made it fail. */
    @Test
    void theSetUpsAreTheBenchsFaultButForTheFirmwaresOwnSettings() {
        assertThat(Arrays.stream(Diagnosis.values()).filter(it -> it.owner() == Owner.SETUP))
                .allMatch(it ->
                        it.outcome() == (it == Diagnosis.WRONG_ENDPOINT ? Outcome.DEVICE_FAIL : Outcome.BENCH_FAULT));
    }

    @Test
    void whatTheRunShowsStandsInItsPlaces() {
        assertThat(Diagnosis.ENDPOINT_LOST.sentence("it fails", 7))
                .isEqualTo(
                        "it fails; but the host lost the endpoint too (entry 7), so device and cloud cannot be told apart");
        assertThat(Diagnosis.RUN_LIMIT.sentence("`x` … y")).isEqualTo("the run took longer than limits.run: `x` … y");
    }

    @Test
    void moreThanItHasPlacesForIsRefused() {
        assertThatThrownBy(() -> Diagnosis.RESTART.sentence("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
