package org.numakerbench.board.reset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Stage;
import org.numakerbench.profile.Profile.ResetProfile;

/** Resets with any program. */
public final class CommandResetter implements Resetter {
    private final ResetProfile.Command profile;
    private final String board;
    private final Path port;

    CommandResetter(ResetProfile.Command profile, String board, Path port) {
        this.profile = profile;
        this.board = board;
        this.port = port;
    }

    @Override
    public String name() {
        return "command";
    }

    @Override
    public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
        List<String> command = ExternalProgram.fill(profile.command(), Map.of("board", board, "port", port.toString()));
        Fact.ToolRan ran = ExternalProgram.run(Stage.RESET, name(), command, profile.timeout());
        record.accept(ran);
        ExternalProgram.requireSuccess(ran, profile.success(), profile.failure(), profile.timeout());
    }
}
