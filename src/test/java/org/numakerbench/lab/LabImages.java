package org.numakerbench.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import org.numakerbench.lab.agent.NightSettings;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.plan.NightPlan.Retries;
import org.numakerbench.lab.plan.WorkItem;

/** Images and items for tests that run nothing. */
public final class LabImages {
    /** Heap that grew fails the night, a pass on retry does not. */
    public static final String SETTINGS = new NightSettings(new Retries(1, 2, 2), 3, 1000, false, true, null).json();

    private LabImages() {}

    /** Build {@code number}, whose file is not there. */
    public static Image image(int number) {
        return new Image(
                "nightly-" + number,
                Path.of("image.bin"),
                new Manifest(
                        "image.bin",
                        String.format("%064x", number),
                        Target.NUMAKER_PFM_M487,
                        "b" + number,
                        "5.7.1",
                        "GCC_ARM 12.2.1",
                        List.of("mqtt", "https"),
                        Map.of(),
                        new Identity("thing", "client", "topic", "topic"),
                        null,
                        false));
    }

    /** One run of it on {@code lab/BOARD}, as the plan's {@code main}. */
    public static WorkItem item(int ordinal, String board, int number) {
        return new WorkItem(
                ordinal,
                new BoardSelector.Board("lab", board, Target.NUMAKER_PFM_M487, Optional.of("thing")),
                "main",
                image(number),
                1);
    }
}
