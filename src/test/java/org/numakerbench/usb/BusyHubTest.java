package org.numakerbench.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.numakerbench.sim.usb.NuLink;
import org.numakerbench.usb.UsbLab.Ran;

/**
 * The kernel serves the ports of a hub one after the other: with other boards coming and going it sees late that an adapter
 * left, when that is back already.
 */
@Tag("usb")
class BusyHubTest {
    @RegisterExtension
    private final UsbLab lab = new UsbLab();

    @RepeatedTest(2)
    void anAdapterThatIsBackBeforeTheKernelLookedHasLeftAllTheSame() throws Exception {
        byte[] image = lab.image("b1-1", "5.7.1", 200);
        NuLink board = lab.plug(1, it -> it.programmingFor(Duration.ZERO));
        List<NuLink> others = List.of(lab.plug(2), lab.plug(3), lab.plug(4));
        lab.describe(1, "b1-1", "    flash: {method: mass-storage}", "    reset: [{method: mass-storage}]");
        lab.profile();
        CompletableFuture<Void> bustle = CompletableFuture.runAsync(() -> {
            await().atMost(UsbLab.LONG).until(() -> board.writtenBytes() >= image.length);
            others.forEach(NuLink::unplug);
        });

        Ran ran = lab.flash(1);

        bustle.join();
        assertThat(ran.code()).as(ran.text()).isZero();
        assertThat(board.programmings()).isEqualTo(1);
        assertThat(board.programmed()).isEqualTo(image);
    }
}
