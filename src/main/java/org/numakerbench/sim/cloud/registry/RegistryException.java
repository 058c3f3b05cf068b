package org.numakerbench.sim.cloud.registry;

/** A change that AWS IoT's registry would refuse, with what would make it possible. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryException(String message) {
        super(message);
    }
}
