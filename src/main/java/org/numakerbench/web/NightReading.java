package org.numakerbench.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.LabStore;

/** Reads a night, and the one before it, from the lab's database. */
final class NightReading {
    private NightReading() {}

    static NightReport of(LabStore lab, NightRow night) throws LabException {
        Optional<NightRow> before = lab.nights().before(night);
        List<NightCell> cellsBefore = before.isEmpty() ? List.of() : cells(lab, before.get());
        return new NightReport(
                night,
                before.orElse(null),
                cells(lab, night),
                before.isEmpty() ? Map.of() : NightReport.words(cellsBefore),
                before.isEmpty() ? Map.of() : NightReport.heap(cellsBefore),
                lab.nights().lastPasses(night),
                List.of(),
                lab.remarksOf(night));
    }

    private static List<NightCell> cells(LabStore lab, NightRow night) throws LabException {
        return NightReport.cells(lab.nights().items(night.night()), lab.nights().attempts(night.night()));
    }
}
