package org.numakerbench.history;

import org.numakerbench.history.change.Rules;
import org.numakerbench.model.Direction;

/** What a series is made of: one of the heap's figures, or any measurement of the runs. */
public sealed interface Measure permits Metric, NamedMeasure {
    /** Names it in databases and in what was accepted. */
    String key();

    /** As the command line and JSON spell it. */
    String option();

    /** For people. */
    String words();

    /** Of its figures; may be empty. */
    String unit();

    /** Which way it gets better. */
    Direction direction();

    /** What counts as a change of it. */
    Rules rules();

    /** What is left behind rather than used: growth of it is a leak. */
    boolean tellsLeaks();
}
