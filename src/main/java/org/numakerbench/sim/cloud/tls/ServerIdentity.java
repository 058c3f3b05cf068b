package org.numakerbench.sim.cloud.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the server shows to a client that can check it.
 *
 * @param chain its own certificate, then the authority's
 */
public record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {}
