package org.numakerbench.sim.board.image;

import java.util.Arrays;
import java.util.List;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Target;

/** Images for tests, with the identity of the firmware's README. */
public final class SampleImages {
    private static final Identity IDENTITY =
            new Identity("Nuvoton-Mbed-D001", "Nuvoton Client", "Nuvoton/Mbed/D001", "Nuvoton/Mbed/+");

    private SampleImages() {}

    public static VirtualImage g1(FaultKind... faults) {
        return image(Target.NUMAKER_PFM_M487, "5.7.1", faults);
    }

    public static VirtualImage image(String mbedOs) {
        return image(Target.NUMAKER_PFM_M487, mbedOs);
    }

    public static VirtualImage forTarget(Target target) {
        return image(target, "5.7.1");
    }

    /** The image in {@code firmware-images}: both tests. */
    static VirtualImage shipped() {
        return withPhases(g1(), VirtualImage.MQTT, VirtualImage.HTTPS);
    }

    /** The image, with the HTTPS test alone. */
    public static VirtualImage https(FaultKind... faults) {
        return withPhases(g1(faults), VirtualImage.HTTPS);
    }

    private static VirtualImage withPhases(VirtualImage image, String... phases) {
        return new VirtualImage(
                image.target(),
                image.mbedOs(),
                image.buildId(),
                image.identity(),
                List.of(phases),
                image.heap(),
                image.faults());
    }

    private static VirtualImage image(Target target, String mbedOs, FaultKind... faults) {
        return new VirtualImage(
                target,
                mbedOs,
                "virtual-m487-5.7.1",
                IDENTITY,
                List.of("mqtt"),
                HeapModel.README,
                Arrays.stream(faults).map(Fault::of).toList());
    }
}
