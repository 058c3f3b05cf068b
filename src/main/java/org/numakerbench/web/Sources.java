package org.numakerbench.web;

import java.nio.file.Path;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.RunLogs;
import org.numakerbench.lab.store.LabStore;

/**
 * What the dashboard looks at. All of it is its owner's to close.
 *
 * @param images directory of firmware images
 */
public record Sources(LabStore lab, RunLogs logs, HistoryAddress history, Path images) {}
