package org.numakerbench.crosscheck;

import java.time.Duration;
import java.util.List;

/**
 * What the description of a firmware asks of the bench while the board talks.
 *
 * @param due texts to send now, as places among the description's
 * @param prompted those to send if the unfinished line, a prompt, goes no further
 * @param patience how long from its last byte on the board may be silent, by what is expected of it; zero where nothing is
 */
public record HostTurn(List<Integer> due, List<Integer> prompted, Duration patience) {}
