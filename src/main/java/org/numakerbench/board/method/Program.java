package org.numakerbench.board.method;

/**
 * A program that a method runs.
 *
 * @param executable by name or path
 * @param fix what to do where it is not installed
 */
public record Program(String executable, String fix) {}
