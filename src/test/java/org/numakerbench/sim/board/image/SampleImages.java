package org.numakerbench.sim.board.image;

import java.util.Arrays;
import java.util.List;
import org.numakerbench.firmware.Identity;
import org.numakerbench.profile.Target;

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
