package org.numakerbench.run;

import org.numakerbench.board.DriverException;

/** Carries a flasher's failure out of the capture, apart from a resetter's. */
final class FlashFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient DriverException driver;

    FlashFailed(DriverException driver) {
        super(driver);
        this.driver = driver;
    }

    DriverException driver() {
        return driver;
    }
}
