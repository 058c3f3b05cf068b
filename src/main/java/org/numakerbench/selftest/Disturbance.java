package org.numakerbench.selftest;

import java.util.Locale;

/** What goes wrong around the board rather than in its image. */
enum Disturbance {
    NONE("nothing"),
    IMAGE_CORRUPT("the image file is damaged"),
    IMAGE_FOR_OTHER_TARGET("the image is built for the other target"),
    SUBSCRIPTION_REFUSED("the cloud's policy refuses the device's subscription"),
    PUBLISH_REFUSED("the cloud's policy refuses the device's publish and cuts it off"),
    HTTPS_REFUSED("the cloud's policy refuses the device's RESTful delete: [FAIL], and OK all the same"),
    UNPLUGGED("the board is unplugged in mid-run"),
    CLOUD_GONE("the endpoint goes away in mid-run, for the host too");

    private final String description;

    Disturbance(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
