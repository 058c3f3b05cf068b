package org.numakerbench.web.page;

/**
 * @param form what the form sends back
 * @param next where to go then
 * @param wrong what was wrong with the last try; empty at first
 */
public record LoginPage(String form, String next, String wrong) {}
