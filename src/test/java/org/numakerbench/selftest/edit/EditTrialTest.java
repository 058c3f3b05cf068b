package org.numakerbench.selftest.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;

class EditTrialTest {
    private static final List<EvidenceEntry> CLEAN = RunLog.clean().entries();

    @Test
    void every_kind_of_edit_is_tried() throws NotPassedException {
        EditTable table = EditTrial.of(CLEAN, EnumSet.complementOf(EnumSet.of(EditKind.CHARACTER)));

        assertThat(table.rows()).allSatisfy(row -> {
            assertThat(row.edits())
                    .as(row.words())
                    .matches(edits -> (row.edit() == EditKind.CHARACTER) == (edits == 0));
            assertThat(row.silent()).as(row.words()).isLessThanOrEqualTo(row.stillPass());
            assertThat(row.stillPass()).as(row.words()).isLessThanOrEqualTo(row.edits());
        });
    }

    @Test
    void no_ok_turned_into_a_failure_is_silent() throws NotPassedException {
        EditTable table = EditTrial.of(CLEAN, EnumSet.of(EditKind.OK_FAILED));

        assertThat(table.isGood()).as(table.markdown()).isTrue();
    }

    @Test
    void edits_are_named_by_the_field_they_touch() {
        Recording run = new Recording(CLEAN);
        Set<String> fields = WireEdits.of(run.wire(), EditTrial.places(CLEAN)).stream()
                .map(Edit::field)
                .collect(Collectors.toSet());

        assertThat(fields)
                .contains(
                        "mqtt-publish.topic", "server-certificate.issuer name", "heap-max.bytes", "phase-start.words");
    }

    @Test
    void a_run_that_did_not_pass_is_refused_with_its_outcome() {
        List<EvidenceEntry> lying = RunLog.clean()
                .uartReplacing("MQTT disconnects OK", "MQTT disconnects failed -1")
                .entries();

        assertThatThrownBy(() -> EditTrial.of(lying, EnumSet.allOf(EditKind.class)))
                .isInstanceOf(NotPassedException.class)
                .hasMessageContaining("DEVICE_FAIL")
                .hasMessageContaining("give one that passed");
    }
}
