package org.numakerbench.tune.search;

/**
 * Work for one board: flash the setting's image and run loops.
 *
 * @param visit its number in the experiment, from 0
 * @param round visits of one round are done before the next is planned
 * @param trials how many disturbances to see through, each with the loop that follows it
 */
public record Assignment(int visit, int round, Stage stage, Setting setting, String board, int trials) {}
