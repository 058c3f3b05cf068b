package org.numakerbench.cli.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "report")
final class NightlyReportCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
