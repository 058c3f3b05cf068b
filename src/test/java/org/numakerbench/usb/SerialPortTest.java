package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @TempDir
    private Path directory;

    private UsbLab lab;
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

        synchronized String text() {
            return bytes.toString(StandardCharsets.US_ASCII);
        }
    }

    @BeforeEach
    void open() throws Exception {
        lab = new UsbLab(directory);
        lab.image("b1-1", "5.7.1", 20);
        lab.describe(1, "b1-1");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
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
            await().atMost(UsbLab.LONG).until(() -> heard.text().contains("Using Mbed OS 5.7.1"));
        }
    }

    @Test
    void whatIsWrittenReachesTheBoard() throws Exception {
        board = lab.plug(1);
        try (SerialLink link = openPort()) {
            link.write(Bytes.of("hs".getBytes(StandardCharsets.US_ASCII), 0, 2));
            await().atMost(UsbLab.LONG)
                    .until(() -> new String(board.sentToBoard(), StandardCharsets.US_ASCII).endsWith("hs"));
        }
    }

    @Test
    void openingAPortSendsNothingToTheBoard() throws Exception {
        plugProgrammed(false);
        board.pressReset();
        // Old text waits in the adapter for whoever opens the port.
        await().atMost(UsbLab.LONG).until(() -> !board.isProgramming());
        try (SerialLink link = openPort()) {
            await().atMost(UsbLab.LONG).until(() -> heard.text().contains("Starting"));
        }

        assertThat(new String(board.sentToBoard(), StandardCharsets.US_ASCII)).isEmpty();
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
            await().atMost(UsbLab.LONG).until(() -> heard.text().contains("Starting AWS IoT test"));
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
            await().atMost(UsbLab.LONG).until(() -> heard.text().contains("Using Mbed OS 5.7.1"));
            await().atMost(UsbLab.LONG).until(() -> heard.errors().framing() == 2);
        }
        assertThat(heard.errors()).isEqualTo(new Fact.LineErrors(2, 0, 0, 0));
    }

    @Test
    void thePlugPulledIsTheEndOfThePort() throws Exception {
        board = lab.plug(1);
        try (SerialLink link = openPort()) {
            board.unplug();
            assertThat(heard.gone.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(heard.why).doesNotContain("error 0");
    }

    @Test
    void aNewPortAfterReplugGivesTheNewBanner() throws Exception {
        plugProgrammed(false);
        board.unplug();
        board.plug(UsbLab.port(1));
        lab.awaitReady(1);
        try (SerialLink link = openPort()) {
            board.pressReset();
            await().atMost(UsbLab.LONG).until(() -> heard.text().contains("Using Mbed OS 5.7.1"));
        }
    }
}
