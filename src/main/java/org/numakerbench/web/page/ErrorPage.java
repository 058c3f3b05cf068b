package org.numakerbench.web.page;

/**
 * Why there is no page.
 *
 * @param status HTTP's
 * @param heading in a few words
 * @param sentence to a person
 */
public record ErrorPage(int status, String heading, String sentence) {}
