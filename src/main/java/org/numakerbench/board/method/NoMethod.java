package org.numakerbench.board.method;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.function.Consumer;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.reset.NoResetter;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;

/** Nothing to do: the image is on the board already, which its boot banner will show; or flashing resets by itself. */
@JsonTypeName("none")
public record NoMethod() implements FlashMethod, ResetMethod {
    @Override
    public Flasher flasher(BoardSite board) {
        return new NotFlashed();
    }

    @Override
    public Resetter resetter(Bench bench) {
        return new NoResetter();
    }

    private record NotFlashed() implements Flasher {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public Fact.Flashed flash(Image image, Consumer<Fact> record) {
            return new Fact.Flashed(name(), "not flashed: the profile says the image is on the board", 0);
        }
    }
}
