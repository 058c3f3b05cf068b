package org.numakerbench.sim.cloud.mqtt;

/** Topic filters as AWS IoT reads them. */
final class TopicFilter {
    private TopicFilter() {}

    /** Whether AWS takes the filter: {@code +} and {@code #} fill a level, {@code #} the last one; length, slashes. */
    static boolean isValid(String filter) {
        if (!Limits.fits(filter)) {
            return false;
        }
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i];
            boolean wildcard = level.equals("+") || level.equals("#") && i == levels.length - 1;
            if (!wildcard && (level.indexOf('+') >= 0 || level.indexOf('#') >= 0)) {
                return false;
            }
        }
        return true;
    }

    static boolean hasWildcard(String filter) {
        return filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0;
    }
}
