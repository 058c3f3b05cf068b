package org.numakerbench.crosscheck.claim;

/**
 * A GET that would settle a claim.
 *
 * @param url http or https
 * @param seq log entry that completed the claim: an answer counts when it was asked for behind it
 */
public record Ask(String url, long seq) {}
