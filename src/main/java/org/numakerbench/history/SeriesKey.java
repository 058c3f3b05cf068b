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
    private static final String UNKNOWN = "unknown";

    /** {@code NUMAKER_PFM_M487 on ethernet, GCC_ARM, MQTT and HTTPS, names of 17/14/17/14 bytes}: for people. */
    public String words() {
        String on = network.equals(UNKNOWN) ? "" : " on " + network;
        String tests = phases.replace("+", " and ").replace("mqtt", "MQTT").replace("https", "HTTPS");
        String compiler = toolchain.equals(UNKNOWN) ? "unknown compiler" : toolchain;
        return target + on + ", " + compiler + ", " + tests + ", names of " + identityClass.replace('.', '/')
                + " bytes";
    }

    /** Whether a person who gives {@code text} means it, too: it is in its name or in its words. */
    public boolean matches(String text) {
        return name().contains(text) || words().contains(text);
    }

    /** The name of the series for programs, and on the command line. */
    public String name() {
        return String.join("/", target, network, toolchain, phases, identityClass);
    }
}
