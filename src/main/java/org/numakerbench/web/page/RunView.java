package org.numakerbench.web.page;

import java.util.List;

/**
 * A run as far as it has come.
 *
 * @param version of the state, which the page's events go on from
 */
public record RunView(RunHead head, List<StepRow> steps, List<WireRow> wire, String version) {
    public RunView {
        steps = List.copyOf(steps);
        wire = List.copyOf(wire);
    }

    public String events() {
        return Links.run(head.bench(), head.run()) + "/events";
    }

    public String after() {
        return version;
    }
}
