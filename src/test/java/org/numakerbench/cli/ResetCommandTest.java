package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.numakerbench.bench.BoardDrivers;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;

/** What counts as the banner of a reset, and what does not. */
@Timeout(30)
class ResetCommandTest {
    private static final Path PORT = Path.of("/dev/ttyACM7");
    private static final Bytes BANNER = Bytes.latin1("\r\n\r\nStarting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final FakePort port = new FakePort();

    @Test
    void a_banner_that_adapter_and_driver_still_held_is_not_the_resets() throws Exception {
        port.held = BANNER;
        assertThat(reset(SHORT, means(link -> {}))).isEqualTo(ExitCodes.BENCH_FAULT);
    }

    @Test
    void the_banner_that_follows_is() throws Exception {
        port.held = Bytes.latin1("MQTT: old text\r\n");
        assertThat(reset(LONG, means(link -> port.says(BANNER)))).isEqualTo(ExitCodes.PASS);
    }

    /** As by mass storage: the board starts while its volume is still being mounted. */
    @Test
    void a_port_that_goes_and_comes_back_while_the_reset_takes_place_loses_no_banner() throws Exception {
        int code = reset(LONG, means(link -> {
            port.hangsUp();
            await().until(() -> port.opened == 2);
            port.says(BANNER);
        }));
        assertThat(code).isEqualTo(ExitCodes.PASS);
    }

    @Test
    void a_port_that_comes_back_after_the_reset_was_asked_for_is_waited_for() throws Exception {
        port.away = 5;
        port.saysWhenBack = BANNER;
        assertThat(reset(LONG, means(link -> port.hangsUp()))).isEqualTo(ExitCodes.PASS);
    }

    @Test
    void a_banner_before_the_means_took_the_port_away_is_of_the_start_before() throws Exception {
        int code = reset(SHORT, means(link -> {
            port.says(BANNER);
            port.hangsUp();
            await().until(() -> port.opened == 2);
        }));
        assertThat(code).isEqualTo(ExitCodes.BENCH_FAULT);
    }

    @Test
    void a_banner_while_a_means_was_refused_is_not_the_next_ones() throws Exception {
        int code = reset(
                SHORT,
                means(link -> {
                    port.says(BANNER);
                    throw new DriverException(FailureCode.RESET_FAILED, "no break", "");
                }),
                means(link -> {}));
        assertThat(code).isEqualTo(ExitCodes.BENCH_FAULT);
    }

    private int reset(Duration limit, Resetter... means) throws Exception {
        BoardDrivers board = new BoardDrivers("b", PORT, 9600, port, null, List.of(means), null);
        return ResetCommand.reset(board, limit);
    }

    private interface Act {
        void on(SerialLink link) throws DriverException;
    }

    private static Resetter means(Act act) {
        return new Resetter() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public void reset(SerialLink link, Consumer<Fact> record) throws DriverException {
                act.on(link);
            }
        };
    }

    /** A port behind which a test speaks. */
    private static final class FakePort implements SerialLink.Opener {
        private Bytes held = Bytes.latin1("");
        private Bytes saysWhenBack = Bytes.latin1("");
        private int away;
        private volatile int opened;
        private volatile SerialLink.Listener listener;

        void says(Bytes bytes) {
            listener.received(bytes);
        }

        void hangsUp() {
            listener.gone("the port hung up");
        }

        @Override
        public SerialLink open(Path path, int baud, SerialLink.Listener heard) throws SerialException {
            if (opened > 0 && away-- > 0) {
                throw new SerialException(FailureCode.PORT_MISSING, "not back", "");
            }
            listener = heard;
            opened++;
            heard.received(opened == 1 ? held : saysWhenBack);
            return new SerialLink() {
                @Override
                public Path device() {
                    return PORT;
                }

                @Override
                public void write(Bytes bytes) {}

                @Override
                public void sendBreak(long holdMs) {}

                @Override
                public void close() {}
            };
        }
    }
}
