package org.numakerbench.tune;

import java.util.Optional;
import org.numakerbench.tune.search.Loop;
import org.numakerbench.tune.search.Search;
import org.numakerbench.tune.search.Standing;

/** Follows an experiment. Called on several threads, one at a time. */
public interface Progress {
    /** Nothing to tell. */
    Progress SILENT = new Progress() {
        @Override
        public void round(Search.Round round, long loops) {}

        @Override
        public void loop(String board, Loop loop, long loops, Optional<Standing> best) {}

        @Override
        public void trouble(String words) {}
    };

    /** A round begins; {@code loops} were run before it. */
    void round(Search.Round round, long loops);

    /** A loop is over; {@code best} is the setting that leads at the beginning of the round. */
    void loop(String board, Loop loop, long loops, Optional<Standing> best);

    /** A build or a board failed. */
    void trouble(String words);
}
