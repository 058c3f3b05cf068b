package org.numakerbench.history;

/**
 * Runs whose heap figures may be compared: all that changes them, but the build, is the same.
 *
 * @param target Mbed target name
 * @param network {@code ethernet}, {@code esp8266} and so on; {@code unknown} for runs that did not record it
 * @param toolchain family without version, {@code GCC_ARM}; a compiler's new version is a change worth finding
 * @param phases {@code mqtt}, {@code https}, {@code mqtt+https}
 * @param identityClass lengths in bytes of thing name, client ID, user topic and topic filter: the firmware copies them
 *     into buffers on the heap, so that boards with other names of the same lengths use the same memory
 */
public record SeriesKey(String target, String network, String toolchain, String phases, String identityClass) {
    /** One line for people, and the name of the series on the command line. */
    public String name() {
        return String.join("/", target, network, toolchain, phases, identityClass);
    }
}
