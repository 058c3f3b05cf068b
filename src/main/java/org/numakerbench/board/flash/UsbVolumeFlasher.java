package org.numakerbench.board.flash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.usb.Adapter;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.board.usb.UsbBoards;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.model.FailureCode;

/** Copies to the volume behind one USB port, mounting it when nobody has. */
public final class UsbVolumeFlasher implements Flasher {
    private static final Duration NAMED_WITHIN = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final UsbBoards boards;
    private final String usb;
    private final String label;
    private final Duration timeout;

    /** @param usb physical USB port, {@code 1-1.4.2} */
    public UsbVolumeFlasher(UsbBoards boards, String usb, String label, Duration timeout) {
        this.boards = boards;
        this.usb = usb;
        this.label = label;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return "mass-storage";
    }

    @Override
    public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
        UsbBoard board = boards.at(usb)
                .orElseThrow(
                        () -> new DriverException(
                                FailureCode.ADAPTER_MISSING,
                                "nothing is plugged into USB port " + usb,
                                "plug the board in there, or correct usb in the profile (bench boards lists what is attached)"));
        Adapter adapter = board.adapter().orElse(null);
        if (adapter != null && !adapter.methods().contains(name())) {
            throw new DriverException(
                    FailureCode.VOLUME_MISSING,
                    "the adapter at USB port " + usb + " (" + adapter.name() + ") shows no volume",
                    adapter.advice());
        }
        UsbBoard.Volume volume = board.volume()
                .orElseThrow(() -> new DriverException(
                        FailureCode.VOLUME_MISSING,
                        "the board at USB port " + usb + " shows no volume",
                        "set the adapter's switch MSG to ON and plug it in again"));
        String seen = volume.label().orElse(label);
        if (!seen.equals(label)) {
            throw new DriverException(
                    FailureCode.VOLUME_UNFIT,
                    "the volume at USB port " + usb + " is called \"" + seen + "\", not \"" + label + "\"",
                    "correct flash.label in the profile, unless it is the adapter's own update disk");
        }
        Path device = stableName(volume);
        // With a mount, too: what comes back is looked at, whoever mounted it before.
        UdisksMount mount = new UdisksMount(UdisksMount.UDISKS, device);
        return new MassStorageFlasher(
                        volume.mountPoint().orElse(null),
                        mount,
                        boards.directory(board).orElse(null),
                        label,
                        timeout)
                .flash(image, record);
    }

    /** The kernel has a disk before udev has named it, and its own name goes to the next one. */
    private Path stableName(UsbBoard.Volume volume) throws InterruptedException {
        long deadline = System.nanoTime() + NAMED_WITHIN.toNanos();
        Optional<Path> name = volume.stable();
        while (name.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            name = boards.at(usb).flatMap(UsbBoard::volume).flatMap(UsbBoard.Volume::stable);
        }
        return name.orElse(volume.device());
    }
}
