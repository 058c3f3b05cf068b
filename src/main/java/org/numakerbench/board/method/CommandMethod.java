package org.numakerbench.board.method;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.board.FoundPart;
import org.numakerbench.board.ToolCheck;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.model.Stage;

/**
 * Any program. Placeholders in its arguments: {@code {board}}, {@code {port}} and, when it flashes, {@code {image}}.
 *
 * @param success regular expression that the output must contain; empty: exit code 0 suffices
 * @param failure regular expression that the output must not contain
 */
@JsonTypeName("command")
public record CommandMethod(List<String> command, Optional<String> success, Optional<String> failure, Duration timeout)
        implements FlashMethod, ResetMethod {
    public CommandMethod {
        command = List.copyOf(command);
    }

    @Override
    public Flasher flasher(BoardSite board) {
        return new Driver(this, board);
    }

    @Override
    public Resetter resetter(Bench bench) {
        return new Driver(this, bench.board());
    }

    @Override
    public Optional<Program> program() {
        return Optional.of(new Program(command.get(0), "install it, or correct the command in the profile"));
    }

    private record Driver(CommandMethod method, BoardSite board) implements Flasher, Resetter {
        @Override
        public String name() {
            return "command";
        }

        @Override
        public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
            Fact.ToolRan ran = run(Stage.FLASH, Map.of("image", image.path().toString()), record);
            FoundPart.require(ran, board.target());
            String proof = method.success
                    .map(it -> ", output contains \"" + it + "\"")
                    .or(() -> ToolCheck.errorLine(ran.output().utf8())
                            .map(it -> " alone, and its output says \"" + it
                                    + "\": WARNING, nothing proves it (give flash.success, a text it prints when all is"
                                    + " well)"))
                    .orElse("");
            return new Fact.Flashed(name(), "exit code 0" + proof, ran.durationMs());
        }

        @Override
        public void reset(SerialLink link, Consumer<Fact> record) throws DriverException, InterruptedException {
            run(Stage.RESET, Map.of(), record);
        }

        private Fact.ToolRan run(Stage stage, Map<String, String> more, Consumer<Fact> record)
                throws DriverException, InterruptedException {
            Map<String, String> values = new HashMap<>(more);
            values.put("board", board.name());
            values.put("port", board.port().toString());
            List<String> filled = ExternalProgram.fill(method.command, values);
            Fact.ToolRan ran = ExternalProgram.run(stage, name(), filled, method.timeout);
            record.accept(ran);
            ExternalProgram.requireSuccess(ran, method.success, method.failure, method.timeout);
            return ran;
        }
    }
}
