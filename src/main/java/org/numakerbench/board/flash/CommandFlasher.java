package org.numakerbench.board.flash;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.model.Stage;
import org.numakerbench.profile.Profile.FlashProfile;

/** Flashes with any program. */
public final class CommandFlasher implements Flasher {
    private final FlashProfile.Command profile;
    private final String board;
    private final Path port;

    CommandFlasher(FlashProfile.Command profile, String board, Path port) {
        this.profile = profile;
        this.board = board;
        this.port = port;
    }

    @Override
    public String name() {
        return "command";
    }

    @Override
    public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
        List<String> command = ExternalProgram.fill(
                profile.command(), Map.of("image", image.path().toString(), "board", board, "port", port.toString()));
        Fact.ToolRan ran = ExternalProgram.run(Stage.FLASH, name(), command, profile.timeout());
        record.accept(ran);
        ExternalProgram.requireSuccess(ran, profile.success(), profile.failure(), profile.timeout());
        String proof =
                profile.success().map(it -> ", output contains \"" + it + "\"").orElse("");
        return new Fact.Flashed(name(), "exit code 0" + proof, ran.durationMs());
    }
}
