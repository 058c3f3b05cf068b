package org.numakerbench.profile.yaml;

/**
 * One thing wrong in a YAML file.
 *
 * @param line from 1
 * @param key path of the key, {@code boards[0].serial.baud}; empty for the whole file
 * @param wrong what is wrong and what would be right
 */
public record YamlError(int line, String key, String wrong) {}
