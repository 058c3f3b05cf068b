package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.sim.usb.NuLinkOptions;
import org.numakerbench.usb.UsbLab.Ran;

/** The plug is pulled at any moment of a whole run: never a verdict on a board that was not there to the end. */
@Tag("usb")
class UnpluggedRunTest {
    private static final int MOMENTS = Integer.getInteger("usb.moments", 8) / 2;
    private static final int LONGEST_MS = 16_000;

    @RegisterExtension
    private final UsbLab lab = UsbLab.withCloud();

    @TestFactory
    Stream<DynamicTest> duringARun() throws Exception {
        byte[] image = lab.oneBoard(60, NuLinkOptions::takingBreaks);
        Random moments = new Random(18);
        return IntStream.range(0, MOMENTS)
                .map(it -> moments.nextInt(LONGEST_MS))
                .mapToObj(it -> DynamicTest.dynamicTest("after " + it + " ms", () -> unplugAfter(it, image)));
    }

    private void unplugAfter(int ms, byte[] image) throws Exception {
        NuLink board = lab.board(1);
        int before = board.programmings();
        CompletableFuture<Void> hand =
                CompletableFuture.runAsync(board::unplug, CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS));
        Ran ran = UsbLab.bench("run", lab.profile(), "--out", lab.directory().resolve("runs"));
        boolean over = !hand.isDone();
        hand.get(30, TimeUnit.SECONDS);

        if (over) {
            assertThat(ran.code()).as(ran.text()).isZero();
            assertThat(board.programmings()).isEqualTo(before + 1);
            assertThat(board.programmed()).isEqualTo(image);
        } else {
            assertThat(ran.text()).contains("BENCH_FAULT");
            assertThat(ran.code()).as(ran.text()).isEqualTo(3);
        }
        board.plug(UsbLab.port(1));
        lab.awaitReady(1);
    }
}
