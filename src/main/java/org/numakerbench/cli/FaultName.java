package org.numakerbench.cli;

import java.util.Iterator;
import java.util.Set;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.Faults;
import org.numakerbench.text.Nearest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A fault of a virtual board, by the name that images have for it. */
final class FaultName implements ITypeConverter<FaultKind> {
    @Override
    public FaultKind convert(String name) {
        Set<String> known = Faults.catalogue().keySet();
        if (!known.contains(name)) {
            throw new TypeConversionException("there is no fault " + name + "; did you mean "
                    + Nearest.to(name, known).orElseThrow() + "?");
        }
        return FaultKind.ofJsonName(name);
    }

    /** All names, for help and completion. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Faults.catalogue().keySet().iterator();
        }
    }
}
