package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.model.Outcome;

/** A log cut off at any byte gives a prefix of the findings, and says that the run was interrupted. */
class TruncatedLogTest {
    private static final byte[] LOG = write();
    private static final List<Finding> WHOLE = judge(LOG).findings();

    private static byte[] write() {
        try {
            Path file = Files.createTempDirectory("truncated").resolve("evidence.jsonl");
            try (EvidenceLog log = EvidenceLog.create(file, entry -> {})) {
                for (EvidenceEntry entry :
                        RunLog.clean().withoutMessagesOn(RunLog.USER_TOPIC).entries()) {
                    log.append(entry.fact());
                }
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Judgement judge(byte[] bytes) {
        try {
            Path file = Files.createTempFile("truncated", ".jsonl");
            Files.write(file, bytes);
            Judge judge = new Judge();
            EvidenceReader.readAll(file).forEach(judge::accept);
            Files.delete(file);
            return judge.judgement();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Property(tries = 500)
    void givesAPrefixOfTheFindings(@ForAll @IntRange(min = 0, max = 1_000_000) int cut) {
        // One line end less than the whole log is a cut already.
        Judgement truncated = judge(Arrays.copyOf(LOG, cut % LOG.length));

        assertThat(truncated.findings())
                .isEqualTo(WHOLE.subList(0, truncated.findings().size()));
        assertThat(truncated.outcome()).isEqualTo(Outcome.BENCH_FAULT);
        assertThat(truncated.reason()).startsWith("interrupted");
    }
}
