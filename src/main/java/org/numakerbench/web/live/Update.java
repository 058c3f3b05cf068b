package org.numakerbench.web.live;

/**
 * What has changed since some version.
 *
 * @param version of the state with it
 * @param fresh the elements are all there are; what else a page shows is to go
 * @param html elements, each with an {@code id}, and in {@code data-into} the ID of the element it belongs into
 * @param ended nothing will ever change any more
 */
record Update(long version, boolean fresh, String html, boolean ended) {}
