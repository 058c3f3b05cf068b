package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.board.serial.JSerialCommOpener;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.board.usb.UsbOpener;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.sim.usb.NuLink;

/** A board's serial port through cdc_acm: what arrives, what is sent, breaks, and the end of a port. */
@Tag("usb")
class SerialPortTest {
    private static final Path ANY = Path.of("unused");

    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    @RegisterExtension
    private final SystemRules rules = new SystemRules();

    private NuLink board;
    private final Heard heard = new Heard();

    /** What a port tells. */
    private static final class Heard implements SerialLink.Listener {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch gone = new CountDownLatch(1);
        private @Nullable String why;
        private Fact.LineErrors errors = new Fact.LineErrors(0, 0, 0, 0);

        @Override
        public synchronized void received(Bytes more) {
            bytes.writeBytes(more.toByteArray());
        }

        @Override
        public synchronized void damaged(Fact.LineErrors more) {
            errors = errors.plus(more);
        }

        @Override
        public void gone(String reason) {
            why = reason;
            gone.countDown();
        }

        @Override
        public void settingsRepaired(String what) {
            throw new AssertionError(what);
        }

        synchronized Fact.LineErrors errors() {
            return errors;
        }

        void await(String wanted) {
            UsbLab.waitFor("\"" + wanted + "\" from the port", () -> text().contains(wanted));
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.US_ASCII);
        }
    }

    @BeforeEach
    void open() throws Exception {
        lab.image("b1-1", "5.7.1", 20);
        lab.describe(1, "b1-1");
    }

    private SerialLink openPort() throws IOException {
        try {
            return new UsbOpener(
                            new UsbBoards(SystemRoots.real()), UsbLab.port(1).name(), new JSerialCommOpener())
                    .open(ANY, 115_200, heard);
        } catch (org.numakerbench.board.serial.SerialException e) {
            throw new IOException(e);
        }
    }

    private void plugProgrammed(boolean breaks) throws Exception {
        board = lab.plug(1, it -> breaks ? it.takingBreaks() : it);
        assertThat(lab.flash(1).code()).isZero();
        lab.awaitReady(1);
    }

    @Test
    void aResetsBannerArrives() throws Exception {
        plugProgrammed(false);
        try (SerialLink link = openPort()) {
            board.pressReset();
            heard.await("Using Mbed OS 5.7.1");
        }
    }

    @Test
    void whatIsWrittenReachesTheBoard() throws Exception {
        board = lab.plug(1);
        try (SerialLink link = openPort()) {
            link.write(Bytes.of("hs".getBytes(StandardCharsets.US_ASCII), 0, 2));
            UsbLab.waitFor(
                    "the two bytes on the board",
                    () -> new String(board.sentToBoard(), StandardCharsets.US_ASCII).endsWith("hs"));
        }
    }

    @Test
    void openingAPortSendsNothingToTheBoardWhereTheUdevRuleIs() throws Exception {
        rules.installUdev();
        plugProgrammed(false);
        openWithOldText();
    }

    @Test
    void openingAPortASecondTimeSendsNothingToTheBoardAnywhere() throws Exception {
        plugProgrammed(false);
        openPort().close();
        openWithOldText();
    }

    private void openWithOldText() throws Exception {
        board.pressReset();
        UsbLab.waitFor("old text in the adapter, for whoever opens the port", () -> board.heldBytes() > 100);
        int sent = board.sentToBoard().length;
        try (SerialLink link = openPort()) {
            heard.await("Starting");
        }

        byte[] all = board.sentToBoard();
        assertThat(new String(all, sent, all.length - sent, StandardCharsets.US_ASCII))
                .isEmpty();
    }

    @Test
    void aBreakIsRefusedWhereTheAdapterAnnouncesNone() throws Exception {
        board = lab.plug(1);
        try (SerialLink link = openPort()) {
            assertThatThrownBy(() -> link.sendBreak(10)).hasMessageContaining("does not announce it");
        }
    }

    @Test
    void aBreakResetsTheBoardBehindAnAdapterThatTakesIt() throws Exception {
        plugProgrammed(true);
        try (SerialLink link = openPort()) {
            link.sendBreak(10);
            heard.await("Starting AWS IoT test");
        }
    }

    @Test
    void whatTheKernelCountsOfTheLinesErrorsIsTold() throws Exception {
        plugProgrammed(false);
        try (SerialLink link = openPort()) {
            board.disturbLine();
            board.disturbLine();
            // They are counted with the next bytes.
            board.pressReset();
            heard.await("Using Mbed OS 5.7.1");
            UsbLab.waitFor("two framing errors", () -> heard.errors().framing() == 2);
        }
        assertThat(heard.errors()).isEqualTo(new Fact.LineErrors(2, 0, 0, 0));
    }

    @Test
    void thePlugPulledIsTheEndOfThePort() throws Exception {
        board = lab.plug(1);
        try (SerialLink link = openPort()) {
            board.unplug();
            assertThat(heard.gone.await(30, TimeUnit.SECONDS))
                    .as("told that the port is gone")
                    .isTrue();
        }
        assertThat(heard.why).isEqualTo("it hung up");
    }

    @Test
    void aNewPortAfterReplugGivesTheNewBanner() throws Exception {
        plugProgrammed(false);
        board.unplug();
        board.plug(UsbLab.port(1));
        lab.awaitReady(1);
        try (SerialLink link = openPort()) {
            board.pressReset();
            heard.await("Using Mbed OS 5.7.1");
        }
    }
}
