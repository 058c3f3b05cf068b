package org.numakerbench.run;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.cloud.WitnessOptions;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.firmware.Image;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;

/**
 * All that one run needs, checked beforehand.
 *
 * @param port the board's serial port
 * @param resetters tried in this order until a boot banner is seen
 * @param credentials certificates that the run relies on
 * @param out directory of run directories
 * @param firmware what the user's own firmware prints; null: the example firmware
 */
public record RunPlan(
        Profile profile,
        BoardProfile board,
        Image image,
        Path port,
        SerialLink.Opener opener,
        Flasher flasher,
        List<Resetter> resetters,
        WitnessOptions witness,
        List<Fact.CredentialRead> credentials,
        Path out,
        @Nullable FirmwareDescription firmware) {
    public RunPlan {
        credentials = List.copyOf(credentials);
        resetters = List.copyOf(resetters);
    }
}
