package org.numakerbench.web;

import java.nio.file.Path;
import java.util.Optional;
import org.numakerbench.web.auth.Token;

/**
 * Where and to whom the dashboard is shown.
 *
 * @param bind address or name to listen on
 * @param port 0 for any free one
 * @param token what lets people in; without it everybody on this host is
 */
public record DashboardOptions(String bind, int port, Optional<Token> token, Optional<Tls> tls) {
    /**
     * @param certificate PEM file, the chain
     * @param key PEM file
     */
    public record Tls(Path certificate, Path key) {}

    /** For this host alone, on any free port. */
    public static DashboardOptions onLoopback() {
        return new DashboardOptions("127.0.0.1", 0, Optional.empty(), Optional.empty());
    }
}
