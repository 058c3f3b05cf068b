package org.numakerbench.web.live;

import org.numakerbench.evidence.Fact;

/** What a bench does, by the last thing it noted. */
final class StageWords {
    private StageWords() {}

    static String after(Fact fact, String before) {
        if (fact instanceof Fact.RunStarted) {
            return "connecting the witness";
        }
        if (fact instanceof Fact.WitnessConnected) {
            return "the witness is connected";
        }
        if (fact instanceof Fact.PortOpened) {
            return "flashing";
        }
        if (fact instanceof Fact.Flashed) {
            return "flashed";
        }
        if (fact instanceof Fact.ResetIssued) {
            return "resetting";
        }
        if (fact instanceof Fact.UartReceived) {
            return "receiving UART output";
        }
        if (fact instanceof Fact.CaptureEnded) {
            return "waiting for the last evidence";
        }
        if (fact instanceof Fact.PortGone) {
            return "the port has gone";
        }
        if (fact instanceof Fact.BenchFailed || fact instanceof Fact.RunEnded) {
            return "ending";
        }
        return before;
    }
}
