package org.numakerbench.tune.search;

/** How often something went well. */
public record Tally(long successes, long trials) {
    public static final Tally NONE = new Tally(0, 0);

    public Tally {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes of " + trials);
        }
    }

    public Tally plus(boolean success) {
        return new Tally(successes + (success ? 1 : 0), trials + 1);
    }

    public Tally plus(Tally more) {
        return new Tally(successes + more.successes, trials + more.trials);
    }

    /** Share of successes; 0.5 without a trial. */
    public double rate() {
        return trials == 0 ? 0.5 : (double) successes / trials;
    }

    public boolean isSpotless() {
        return successes == trials;
    }
}
