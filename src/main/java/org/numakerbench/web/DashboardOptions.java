package org.numakerbench.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.numakerbench.web.auth.Token;

/**
 * Where and to whom the dashboard is shown.
 *
 * @param bind address or name to listen on
 * @param port 0 for any free one
 * @param token what lets people in; without it everybody on this host is
 */
public record DashboardOptions(String bind, int port, Optional<Token> token, Optional<Tls> tls, Limits limits) {
    /**
     * @param certificate PEM file, the chain
     * @param key PEM file
     */
    public record Tls(Path certificate, Path key) {}

    /**
     * What connections may last.
     *
     * @param strangersOfAnAddress connections of one address at once on which nobody has been let in yet
     * @param request from connecting, or from the last answer, to the last byte of the next request's head; for a form's
     *     body once more
     * @param idle the same for who was let in; and how long an answer may wait for one who does not read it
     * @param stream after so long an event stream starts again, so that who has gone unseen is not kept
     */
    public record Limits(int strangersOfAnAddress, Duration request, Duration idle, Duration stream) {
        /** Connections of all addresses together on which nobody has been let in yet. */
        public static final int MOST_STRANGERS = 256;

        /** What suits a lab whose people come from one address: that of its router, or of a proxy. */
        public static final Limits USUAL =
                new Limits(64, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(10));

        /** The usual ones with so many strangers of one address. */
        public static Limits ofStrangers(int strangersOfAnAddress) {
            return new Limits(strangersOfAnAddress, USUAL.request, USUAL.idle, USUAL.stream);
        }
    }

    /** For this host alone, on any free port. */
    public static DashboardOptions onLoopback() {
        return new DashboardOptions("127.0.0.1", 0, Optional.empty(), Optional.empty(), Limits.USUAL);
    }
}
