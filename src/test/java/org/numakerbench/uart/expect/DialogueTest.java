package org.numakerbench.uart.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.HostText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.UartParser;

/** What the bench has to send while a board talks, and how long it may be silent. */
class DialogueTest {
    private static final FirmwareDescription NODE = new FirmwareDescription(
            "node.yaml",
            null,
            "Node starts",
            "All done",
            List.of(),
            List.of(),
            List.of(new ExpectedLine("Radio up", null, Duration.ofSeconds(60), null, null, null, null, null)),
            List.of(),
            List.of(new HostText("Press {key:word}:", "h", "Heap {:int}", Duration.ofSeconds(2), null)));

    private Dialogue dialogue;
    private UartParser parser;
    private long seq;
    private long nanos;

    @BeforeEach
    void begin() {
        dialogue = new Dialogue(NODE);
        parser = new UartParser(NODE);
        seq = 0;
        nanos = 0;
    }

    private void says(String text) {
        Bytes bytes = Bytes.latin1(text);
        happens(new Fact.UartReceived(bytes));
        for (Claim claim : parser.accept(bytes)) {
            dialogue.heard(claim, nanos);
        }
    }

    private void happens(Fact fact) {
        nanos += 1_000_000_000L;
        dialogue.accept(new EvidenceEntry(++seq, Instant.EPOCH.plusNanos(nanos), nanos, fact));
    }

    @Test
    void aLineMakesTheTextDueOnce() {
        says("Node starts\r\n");
        assertThat(dialogue.due()).isEmpty();

        says("Press h:\r\n");
        assertThat(dialogue.due()).containsExactly(0);

        happens(new Fact.UartSent(Bytes.latin1("h"), 0));
        says("Press h:\r\n");
        assertThat(dialogue.due()).isEmpty();
        assertThat(dialogue.isOpen()).isTrue();

        says("Heap 12\r\n");
        assertThat(dialogue.isOpen()).isFalse();
    }

    @Test
    void aPromptNeedsNoLineEndButMustGoNoFurther() {
        says("Node starts\r\nPress");
        assertThat(dialogue.prompted()).isEmpty();

        says(" h: ");
        assertThat(dialogue.prompted()).containsExactly(0);
        assertThat(dialogue.due()).isEmpty();

        says("for heap");
        assertThat(dialogue.prompted()).isEmpty();
    }

    @Test
    void beforeTheBootNothingIsSent() {
        says("Press h: ");

        assertThat(dialogue.prompted()).isEmpty();
    }

    @Test
    void theBenchsOwnQuestionIsNoneOfTheDescriptions() {
        says("Node starts\r\nPress h:\r\n");
        happens(new Fact.UartSent(Bytes.latin1("hs")));

        assertThat(dialogue.due()).containsExactly(0);
    }

    @Test
    void whatIsAwaitedLetsTheBoardBeSilentUntilItIsThere() {
        says("Node starts\r\n");
        assertThat(dialogue.patience()).isEqualTo(Duration.ofSeconds(60));
        says("Press h:\r\n");
        assertThat(dialogue.patience()).isEqualTo(Duration.ofSeconds(59));

        says("Radio up\r\n");
        assertThat(dialogue.patience()).isZero();

        happens(new Fact.UartSent(Bytes.latin1("h"), 0));
        assertThat(dialogue.patience()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void anotherBootBeginsAnew() {
        says("Node starts\r\nPress h:\r\n");
        happens(new Fact.UartSent(Bytes.latin1("h"), 0));

        dialogue.forget();
        says("Press h:\r\n");

        assertThat(dialogue.due()).containsExactly(0);
    }

    @Test
    void aFloodWithoutALineEndIsBounded() {
        says("Node starts\r\n");
        says("x".repeat(100_000) + "\nPress h:");

        assertThat(dialogue.prompted()).containsExactly(0);
    }
}
